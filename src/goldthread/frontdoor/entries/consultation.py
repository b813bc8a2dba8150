"""Advice given before anything is sent: what was asked about which children, and what was advised."""

from collections.abc import Mapping, Sequence

from goldthread.frontdoor import choices, statements
from goldthread.frontdoor.doors import opens_alone
from goldthread.frontdoor.entries.household import CHILD
from goldthread.ledger.entries import EntryType, ProposedEvent, Values
from goldthread.ledger.fields import Choice, Field, Group, LongText, Retention, Sensitivity, Text
from goldthread.ledger.packfields import WithStep
from goldthread.ledger.procedure import newest

_S, _R = Sensitivity, Retention.CHILD_RECORD


class Consultation(EntryType):
    """Advice that the consultation hub gave: on the child's record, and progressing nothing (HERTS-2.16)."""

    kind = "consultation"
    title = "Consultation"
    opens_episode = True

    consulted_by = Text("Who asks for advice?", _S.PERSONAL, Retention.REFERRER)
    consulted_agency = Text("Their setting or agency", _S.PERSONAL, Retention.REFERRER)
    referrer_kind = Choice(
        "What kind of setting is it?", _S.OPEN, Retention.REFERRER, choices=choices.REFERRER_KIND
    )
    children = Group("Which child?", _S.PERSONAL, _R, fields=CHILD, one="child", max_rows=10)
    question = LongText("What do they ask?", _S.PERSONAL, _R, rows=5)
    advice_given = Choice("What do you advise?", _S.OPEN, _R, choices=choices.ADVICE_GIVEN)
    advice = LongText("Advice, in your words", _S.PERSONAL, _R, rows=4)
    someone_else = LongText("Why it is not the person on record who is alike", _S.PERSONAL, _R)

    @classmethod
    def makes(cls) -> tuple[str, ...]:
        """Every advice, where it is given before any contact; otherwise it is a step like another."""
        return ("consultation.*",) if opens_alone(newest(), "consultation") else ()

    @classmethod
    def part_fields(cls) -> Mapping[str, Field]:
        """Each child's own row."""
        return CHILD

    @classmethod
    def summary(cls, values: Values) -> str:
        """The advice, in short."""
        return f"{cls.title}: {choices.ADVICE_GIVEN.get(values.get('advice_given', ''), 'advice given')}"

    @classmethod
    def events(cls, values: Values, part: Values) -> Sequence[ProposedEvent]:
        """Which form was advised, if any; and that it now stands on the child's record (HERTS-2.17, 2.18)."""
        advised = values.get("advice_given", "none")
        outcome = "advised_otherwise" if advised == "none" else f"advised_{advised}"
        if not choices.ADVICE:  # then what was picked is the outcome itself
            outcome = advised
        facts = {"consultation_advice": advised, "referrer_kind": values.get("referrer_kind")}
        stated = {name: fact for name, fact in facts.items() if fact} | CONSULTATION.facts(values, part)
        return [ProposedEvent("consultation", outcome, stated), ProposedEvent("consultation", "noted")]

    @classmethod
    def statements(cls, values: Values, parts: Mapping[str, Values]) -> Sequence[object]:
        """Who the children are, as the person who asks said."""
        return statements.of_contact(values, parts)


CONSULTATION = WithStep(Consultation.fields, "consultation", points=True)
Consultation.fields = CONSULTATION
