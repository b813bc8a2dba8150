"""How a person reads: name, birth and age, in the field's own way and for someone in a hurry."""

from datetime import date, timedelta

from goldthread.ledger.london import say_date
from goldthread.people.models import Person

ADULT_AT = 18
_WEEKS_UNTIL = timedelta(weeks=13)  # younger than this a baby's age is told in weeks
_MONTHS_UNTIL = 2  # years; younger than this it is told in months

NAME_NOT_KNOWN = "Name not known"


def display_name(person: Person | None) -> str:
    """`Rowan ALDER`: the family name in capitals, so that nobody takes one name for the other."""
    if person is None:
        return NAME_NOT_KNOWN
    return _unborn_name(person) or f"{person.given} {person.family.upper()}".strip() or NAME_NOT_KNOWN


def plain_name(person: Person | None) -> str:
    """`Rowan Alder`: as a letter has it."""
    if person is None:
        return NAME_NOT_KNOWN
    return _unborn_name(person) or f"{person.given} {person.family}".strip() or NAME_NOT_KNOWN


def _unborn_name(person: Person) -> str:
    """`Unborn baby ALDER`, until the baby is born or has a name (HERTS-3.1)."""
    if person.born or not person.expected or person.given:
        return ""
    return f"Unborn baby {person.family.upper()}".strip()


def born(person: Person | None) -> str:
    """`born 4 May 2018`, `expected 2 March 2027`, `born about 2018` or `date of birth not known`."""
    if person is not None and person.born:
        return f"born {say_date(person.born)}"
    if person is not None and person.expected:
        return f"expected {say_date(person.expected)}"
    if person is not None and person.about_year:
        return f"born about {person.about_year}"
    return "date of birth not known"


def age(person: Person | None, on: date) -> str:
    """The age that day: `8 years old`, `5 weeks old`, `unborn, expected 2 March 2027` or `age not known`."""
    if person is not None and person.born:
        return _exact_age(person.born, on)
    if person is not None and person.expected:
        return f"unborn, expected {say_date(person.expected)}"
    if person is not None and person.about_year:
        return f"about {_count(max(0, on.year - person.about_year), 'year')} old"
    return "age not known"


def born_and_age(person: Person | None, on: date) -> str:
    """`born 4 May 2018, 8 years old`; what is not known is said once. At 17, until when they are a child."""
    if person is not None and (person.born or person.about_year):
        until = child_until(person)
        last_year = person.born is not None and years(person.born, on) == ADULT_AT - 1
        soon = f", a child until {say_date(until)}" if until is not None and last_year else ""
        return f"{born(person)}, {age(person, on)}{soon}"
    return age(person, on) if person is not None and person.expected else born(person)


def is_child(person: Person | None, on: date) -> bool | None:
    """Whether they are a child that day: unborn, or before the 18th birthday (HSSCP-3.1). None if unknown."""
    if person is None:
        return None
    if person.born:
        return years(person.born, on) < ADULT_AT
    if person.expected:
        return True
    if person.about_year:
        return on.year - person.about_year < ADULT_AT
    return None


def child_until(person: Person | None) -> date | None:
    """The 18th birthday, before which they are a child (HSSCP-3.1); None until the date of birth is known."""
    if person is None or person.born is None:
        return None
    try:
        return person.born.replace(year=person.born.year + ADULT_AT)
    except ValueError:  # born on 29 February
        return date(person.born.year + ADULT_AT, 3, 1)


def years(birth: date, on: date) -> int:
    """Whole years of age. Someone born on 29 February has their birthday on 1 March in other years."""
    return on.year - birth.year - ((on.month, on.day) < (birth.month, birth.day))


def nhs_number(value: str) -> str:
    """`999 123 4567`: as it is printed and read out."""
    return f"{value[:3]} {value[3:6]} {value[6:]}"


def _exact_age(birth: date, on: date) -> str:
    if on < birth:
        return f"not yet born on {say_date(on)}"
    if on - birth < _WEEKS_UNTIL:
        return f"{_count((on - birth).days // 7, 'week')} old"
    whole = years(birth, on)
    if whole < _MONTHS_UNTIL:
        months = (on.year - birth.year) * 12 + on.month - birth.month - (on.day < birth.day)
        return f"{_count(months, 'month')} old"
    return f"{_count(whole, 'year')} old"


def _count(number: int, unit: str) -> str:
    return f"{number} {unit}" if number == 1 else f"{number} {unit}s"
