"""Names brought to forms that compare: plain capital letters, the parts of a compound, how they sound."""

import re
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path

from anyascii import anyascii
from doublemetaphone import doublemetaphone
from nicknames import NickNamer

# Words that stand where a name is not known yet.
NOT_A_NAME = frozenset(
    (
        *("UNKNOWN", "UNK", "NK", "NOTKNOWN", "TBC", "UNBORN", "UNBORNBABY", "BABY", "NEWBORN", "INFANT"),
        *("BOY", "GIRL", "MALE", "FEMALE"),
    )
)
_SOUND = 5  # signs of a sound that matter
_APOSTROPHES = re.compile("['\u2018\u2019\u02bc\u02bb\u0060\u00b4]")
_OTHER = re.compile("[^A-Z]+")
_KEPT = 200_000  # names remembered
_LIST = Path(__file__).with_name("nicknames.txt")


@lru_cache(_KEPT)
def words(name: str) -> tuple[str, ...]:
    """The words of a name in any alphabet: `O’Brien-Łęcka` becomes OBRIEN and LECKA."""
    plain = _APOSTROPHES.sub("", name)
    plain = (plain if plain.isascii() else anyascii(plain)).upper().replace("'", "")
    return tuple(word for word in _OTHER.split(plain) if word)


@lru_cache(_KEPT)
def forms(name: str) -> tuple[str, ...]:
    """The name as one word, then each part of a compound: SMITHJONES, SMITH, JONES."""
    parts = words(name)
    if len(parts) < 2:
        return parts
    return ("".join(parts), *(part for part in parts if len(part) > 1))


def known_forms(name: str) -> tuple[str, ...]:
    """The same without words such as "Baby", which are no name."""
    return tuple(form for form in forms(name) if form not in NOT_A_NAME)


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
