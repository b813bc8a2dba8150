"""A person as matching sees them: what is held of someone, or what is told of the one looked for."""

from collections.abc import Iterable
from dataclasses import dataclass

from goldthread.people.matching import names, numbers


@dataclass(frozen=True, slots=True)
class Held:
    """Normal forms. Dates are ISO, empty where not known. Places are (postcode, house), today's first.

    `firsts` begins with the first name as one word; its parts and other first names follow.
    """

    firsts: tuple[str, ...] = ()
    middles: tuple[str, ...] = ()
    surname: str = ""
    surnames: tuple[str, ...] = ()
    other_surnames: tuple[str, ...] = ()
    born: str = ""
    due: str = ""
    sex: str = ""
    nhs: str = ""
    places: tuple[tuple[str, str], ...] = ()

    def pack(self) -> str:
        """One line of text, kept beside the keys so that a look-up needs no join."""
        lists = (self.firsts, self.middles, self.surnames, self.other_surnames)
        told = (*(",".join(each) for each in lists), self.surname, self.born, self.due, self.sex, self.nhs)
        return "|".join((*told, ",".join(f"{code}:{house}" for code, house in self.places)))


def unpack(line: str) -> Held:
    """What `pack` made a line of."""
    firsts, middles, surnames, others, surname, born, due, sex, nhs, places = line.split("|")
    lived = tuple(place.partition(":")[::2] for place in places.split(",")) if places else ()
    return Held(
        firsts=_list(firsts),
        middles=_list(middles),
        surname=surname,
        surnames=_list(surnames),
        other_surnames=_list(others),
        born=born,
        due=due,
        sex=sex,
        nhs=nhs,
        places=lived,
    )


def _list(text: str) -> tuple[str, ...]:
    return tuple(text.split(",")) if text else ()


def held(
    *,
    first: str = "",
    middle: str = "",
    last: str = "",
    sex: str = "",
    born: str = "",
    due: str = "",
    nhs: str = "",
    places: Iterable[tuple[str, str]] = (),
    other_names: Iterable[tuple[str, str]] = (),
) -> Held:
    """The normal forms of what was written. `places` are (house, postcode); `other_names` (first, last)."""
    firsts, surnames = names.known_forms(first), names.forms(last)
    other_firsts = [form for other, _ in other_names for form in names.known_forms(other)]
    other_surnames = [form for _, other in other_names for form in names.forms(other)]
    return Held(
        firsts=tuple(dict.fromkeys((*firsts, *other_firsts))),
        middles=tuple(word for word in names.words(middle) if len(word) > 1),
        surname=surnames[0] if surnames else "",
        surnames=surnames,
        other_surnames=tuple(form for form in dict.fromkeys(other_surnames) if form not in surnames),
        born=born,
        due=due,
        sex=sex if sex in {"M", "F"} else "",
        nhs=numbers.digits(nhs),
        places=tuple((numbers.postcode(code), numbers.house(house)) for house, code in places if code),
    )
