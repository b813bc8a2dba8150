"""Each reason why somebody may hold parental responsibility, before time has its say (HSSCP-3.6 to 3.10).

What decides is never guessed: where a fact is missing, the reason says which.
"""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from uuid import UUID

from goldthread.people.grounds import FATHERS_REGISTERED_FROM, GROUNDS, SECOND_PARENTS_FROM
from goldthread.people.parental_facts import Answer, Reason, Record, Told

MARRIED = frozenset({"spouse", "civil_partner", "separated_spouse", "former_spouse"})
PARENTS = ("mother", "father", "parent")
# The relationships that an order makes, each with the ground that it stands for.
BY_ORDER = {"adoptive_parent": "adoption", "special_guardian": "special_guardian"}
# Those who look after a child or belong to the family, and hold nothing by that alone.
CARERS = {
    "step_parent": "A step-parent holds it only by agreement or order",
    "partner_of_parent": "A parent's partner holds it only by an order, or by agreement once married",
    "foster_carer": "A foster carer does not hold it; some decisions may be delegated",
    "kinship_carer": "A family carer holds it only by an order",
    "guardian": "A carer holds it only if appointed guardian, or by an order",
    "grandparent": "A grandparent holds it only by an order",
    "aunt_or_uncle": "An aunt or uncle holds it only by an order",
}
_LONGEST_PREGNANCY = timedelta(days=300)


def reasons(record: Record, person: UUID) -> list[Reason]:
    """Everything for and against. What is only said counts where nothing else decides."""
    found = [
        *_as_mother(record, person),
        *_as_other_parent(record, person),
        *_by_order(record, person),
        *_by_relationship(record, person),
    ]
    found = [_disputed(record, reason) for reason in found]
    if not any(one.answer in (Answer.HOLDS, Answer.CHECK) for one in found):
        found += _only_said(record, person)
    return found or list(_carer_only(record, person)) or [_unexplained(record, person)]


def _as_mother(record: Record, person: UUID) -> Iterator[Reason]:
    """Always, unless the child is adopted (HSSCP-3.6)."""
    told = _of(record, person, {"mother"}) + _claimed(record, person, "mother")
    if not told:
        return
    answer, words = Answer.HOLDS, "The child's mother"
    if _mothers(record) - {person}:
        answer, words = Answer.CHECK, "More than one person is said to be the mother"
    yield Reason(answer, words, record.birth, None, GROUNDS["mother"].statute, told)


def _as_other_parent(record: Record, person: UUID) -> Iterator[Reason]:
    """A father or second parent: by marriage to the mother, or by registration (HSSCP-3.7, HSSCP-3.8)."""
    told = _of(record, person, {"father", "parent"})
    married = _claimed(record, person, "married_to_mother")
    for claim in married:
        since = max(filter(None, (claim.since, record.birth)), default=None)
        statute = GROUNDS[claim.what].statute
        yield Reason(Answer.HOLDS, "Married to the mother", since, None, statute, (claim,))
    if told and not married:
        yield from _by_marriages(record, person, told)
    for claim in _claimed(record, person, "birth_certificate"):
        yield _by_certificate(record, claim, told)
    for claim in _claimed(record, person, "certificate_abroad"):
        words = "Registered outside England and Wales, where other rules hold"
        yield Reason(Answer.CHECK, words, claim.since, None, "", (claim,))


def _by_marriages(record: Record, person: UUID, told: tuple[Told, ...]) -> Iterator[Reason]:
    """Each marriage to the mother, from either side: a divorce ends nothing (HSSCP-3.10)."""
    couples = [{person, mother} for mother in _mothers(record)]
    for tie in record.ties:
        if tie.what in MARRIED and {tie.who, tie.whose} in couples:
            yield _by_marriage(record.birth, tie, told)


def _by_marriage(birth: date | None, tie: Told, told: tuple[Told, ...]) -> Reason:
    """What one marriage or civil partnership with the mother gives."""
    over = tie.what == "former_spouse"
    began, end = (None, tie.since) if over else (tie.since, tie.until)
    if birth is None and not over and end is None:
        answer, words, since = Answer.HOLDS, "Married to the mother", began
    elif birth is None or (over and end is None):
        words = "Was married to the mother; not known whether before or after the birth"
        answer, since = Answer.CHECK, None
    elif end is not None and end < birth - _LONGEST_PREGNANCY:
        words = "The marriage had ended before the child was conceived"
        answer, since = Answer.DOES_NOT, None
    elif end is not None and end < birth:
        words = "The marriage ended before the birth: it counts if it lasted until conception"
        answer, since = Answer.CHECK, birth
    elif began is None or began <= birth:
        answer, words, since = Answer.HOLDS, "Married to the mother at the birth", birth
    elif any(one.what == "parent" for one in told):
        words = "Married the mother after the birth, where the law differs for a second mother"
        answer, since = Answer.CHECK, began
    else:
        answer, words, since = Answer.HOLDS, "Married the mother after the birth", began
    return Reason(answer, words, since, None, GROUNDS["married_to_mother"].statute, (tie, *told))


def _by_certificate(record: Record, claim: Told, told: tuple[Told, ...]) -> Reason:
    """What a name on the birth certificate gives, which turns on a date."""
    birth, since, until, reading = record.birth, claim.since, claim.until, ""
    if birth is None:
        words = "On the birth certificate: what that gives turns on the day of birth, which is not certain"
        answer = Answer.CHECK
    elif birth == FATHERS_REGISTERED_FROM:
        words = "On the certificate of a child born on 1 December 2003, a day that the sources leave out"
        answer, reading = Answer.CHECK, "R19"
    elif birth < FATHERS_REGISTERED_FROM and since and since >= FATHERS_REGISTERED_FROM:
        words = "Born before 1 December 2003 and registered since: whether that counts must be checked"
        answer = Answer.CHECK
    elif birth < FATHERS_REGISTERED_FROM:
        words = "On the birth certificate, which gives nothing for a child born before 1 December 2003"
        answer = Answer.DOES_NOT
    elif birth < SECOND_PARENTS_FROM and any(one.what == "parent" for one in told):
        words = "Second parent on the certificate of a child born before 6 April 2009"
        answer = Answer.CHECK
    else:
        words, since = "On the birth certificate of a child born after 1 December 2003", since or birth
        answer = Answer.HOLDS
    statute = GROUNDS["birth_certificate"].statute
    return Reason(answer, words, since, until, statute, (claim, *told), reading)


def _by_order(record: Record, person: UUID) -> Iterator[Reason]:
    """Agreements, appointments and orders, while they last (HSSCP-3.9)."""
    for claim in record.claims:
        ground = GROUNDS.get(claim.what)
        if claim.who != person or ground is None or not ground.order or not claim.holds:
            continue
        answer, words = Answer.HOLDS, f"By {ground.words}"
        if ground.authority != (person == record.child):
            answer, words = Answer.CHECK, f"Said to hold it by {ground.words}, which does not give it to them"
        elif claim.what == "guardian":
            words = "Appointed guardian"
            if any(tie.who not in record.died for tie in _parent_ties(record)):
                answer, words = Answer.CHECK, "Appointed guardian, while a parent may be living"
        yield Reason(answer, words, claim.since, claim.until, ground.statute, (claim,))


def _by_relationship(record: Record, person: UUID) -> Iterator[Reason]:
    """An adopter and a special guardian hold it by an order, even where only the relationship is stated."""
    for kind, ground in BY_ORDER.items():
        if not _claimed(record, person, ground):
            for tie in _of(record, person, {kind}):
                given = GROUNDS[ground]
                words = f"By {given.words}"
                yield Reason(Answer.HOLDS, words, tie.since, tie.until, given.statute, (tie,))


def _disputed(record: Record, reason: Reason) -> Reason:
    """A ground that one statement gives and another denies needs a human check."""
    against = tuple(
        claim
        for claim in record.claims
        if not claim.holds and any((claim.who, claim.what) == (one.who, one.what) for one in reason.told)
    )
    if not against or reason.answer is not Answer.HOLDS:
        return reason
    words = f"{reason.words}; another statement denies that"
    return replace(reason, answer=Answer.CHECK, words=words, told=reason.told + against)


def _only_said(record: Record, person: UUID) -> Iterator[Reason]:
    """What people say without a ground: it decides nothing, and two who differ must be asked."""
    yes = _claimed(record, person, "")
    no = tuple(one for one in record.claims if one.who == person and not one.what and not one.holds)
    if yes and no:
        yield Reason(Answer.CHECK, "Some say that they hold it, others that they do not", told=yes + no)
    elif yes:
        yield Reason(Answer.NOT_KNOWN, "Said to hold it, on no stated ground", told=yes)
    elif no:
        yield Reason(Answer.DOES_NOT, "Said not to hold it", told=no)


def _carer_only(record: Record, person: UUID) -> Iterator[Reason]:
    for tie in _of(record, person, set(CARERS)):
        yield Reason(Answer.DOES_NOT, CARERS[tie.what], told=(tie,))


def _unexplained(record: Record, person: UUID) -> Reason:
    """A father or second parent of whom no marriage and no registration is known: it says what is missing."""
    told = _of(record, person, {"father", "parent"})
    denied = {one.what: one for one in record.claims if one.who == person and not one.holds}
    asked = {
        "married_to_mother": "was married to the mother",
        "birth_certificate": "is on the birth certificate",
    }
    if record.birth and record.birth < FATHERS_REGISTERED_FROM:
        del asked["birth_certificate"]
    missing = [words for ground, words in asked.items() if ground not in denied]
    if missing:
        words = f"Not known whether this parent {' or '.join(missing)}"
        return Reason(Answer.NOT_KNOWN, words, told=told)
    words = "Neither married to the mother nor registered as the law asks, and no agreement or order is known"
    return Reason(Answer.DOES_NOT, words, told=(*told, *denied.values()))


def _mothers(record: Record) -> set[UUID]:
    return {tie.who for tie in _parent_ties(record) if tie.what == "mother"}


def _parent_ties(record: Record) -> list[Told]:
    return [tie for tie in record.ties if tie.whose == record.child and tie.what in PARENTS]


def _claimed(record: Record, person: UUID, ground: str) -> tuple[Told, ...]:
    return tuple(one for one in record.claims if one.who == person and one.what == ground and one.holds)


def _of(record: Record, person: UUID, kinds: set[str]) -> tuple[Told, ...]:
    """What is said of the person's relationship to the child, of these kinds."""
    return tuple(
        tie for tie in record.ties if tie.who == person and tie.whose == record.child and tie.what in kinds
    )
