"""Names brought to forms that compare: plain capital letters, the parts of a compound, how they sound."""

import re
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path

from anyascii import anyascii
from doublemetaphone import doublemetaphone
from nicknames import NickNamer

# Words that stand where a name is not known yet, as a surname too, or as a first name only.
_NOT_KNOWN = frozenset(("UNKNOWN", "UNK", "NK", "NOTKNOWN", "TBC", "NA", "NONE", "NULL", "NOTGIVEN"))
NOT_A_NAME = _NOT_KNOWN | {
    *("UNBORN", "UNBORNBABY", "BABY", "BABYBOY", "BABYGIRL", "BABYOF", "NEWBORN", "INFANT"),
    *("BOY", "GIRL", "MALE", "FEMALE", "TWIN", "TRIPLET"),
}
# Words before a name, or between two.
_TITLES = frozenset(("MR", "MRS", "MISS", "MS", "MX", "MASTER", "MSTR", "DR", "REV", "PROF", "SIR"))
_LINKS = frozenset(("NEE", "AKA", "FKA", "JNR", "SNR"))
_SOUND = 5  # signs of a sound that matter
_APOSTROPHES = re.compile("['\u2018\u2019\u02bc\u02bb\u0060\u00b4]")
_OTHER = re.compile("[^A-Z]+")
_MISREAD = re.compile("(?<=[A-Z])[013458]+|[013458]+(?=[A-Z])")  # digits that were read where a letter stands
_AS_LETTERS = str.maketrans("013458", "OIEASB")
_KEPT = 200_000  # names remembered
_LIST = Path(__file__).with_name("nicknames.txt")


@lru_cache(_KEPT)
def words(name: str) -> tuple[str, ...]:
    """The words of a name in any alphabet, without titles: `Mr O’Brien-Łęcka` becomes OBRIEN and LECKA."""
    plain = _APOSTROPHES.sub("", name)
    plain = (plain if plain.isascii() else anyascii(_mended(plain))).upper().replace("'", "")
    plain = _MISREAD.sub(lambda found: found[0].translate(_AS_LETTERS), plain)
    found = tuple(word for word in _OTHER.split(plain) if word and word not in _LINKS)
    named = found[1:] if found and found[0] in _TITLES else found
    return named or found


def _mended(name: str) -> str:
    """Letters read in another encoding than they were written in, `JosÃ©`, as they were meant."""
    try:
        return name.encode("cp1252").decode()
    except UnicodeError:
        return name


@lru_cache(_KEPT)
def forms(name: str) -> tuple[str, ...]:
    """The name as one word, then each part of a compound: SMITHJONES, SMITH, JONES. Initials are left out."""
    first, *rest = words(name) or ("",)
    parts = [first, *(word for word in rest if len(word) > 1)]
    if len(parts) == 1:
        return (first,) if first and first not in _NOT_KNOWN else ()
    whole = "".join(parts)
    return () if whole in _NOT_KNOWN else (whole, *(part for part in parts if len(part) > 1))


@lru_cache(_KEPT)
def first_forms(name: str) -> tuple[str, ...]:
    """The forms of a first name. Words such as "Baby" are none."""
    return forms(" ".join(word for word in words(name) if word not in NOT_A_NAME))


@lru_cache(_KEPT)
def sounds(form: str) -> tuple[str, ...]:
    """How it may sound: one code, or two where the letters may be read in two ways."""
    first, second = (code[:_SOUND] for code in doublemetaphone(form))
    first = first or form[:3]
    return (first,) if second in ("", first) else (first, second)


@lru_cache(_KEPT)
def short_forms(form: str) -> frozenset[str]:
    """Every name that people use for this one, and the ones it may be short for."""
    listed, name = _listed(), form.lower()
    full = listed.canonicals_of(name)
    found = full | listed.nicknames_of(name) | {other for one in full for other in listed.nicknames_of(one)}
    return frozenset({other.upper() for other in found} | _our_own().get(form, set())) - {form}


@lru_cache(1)
def _listed() -> NickNamer:
    return NickNamer()


@lru_cache(1)
def _our_own() -> Mapping[str, set[str]]:
    """By name, all that stand in a line with it."""
    together: dict[str, set[str]] = {}
    lines = _LIST.read_text(encoding="utf-8").splitlines()
    for line in lines:
        if line and not line.startswith("#"):
            group = set(line.upper().split())
            for name in group:
                together.setdefault(name, set()).update(group)
    return together
