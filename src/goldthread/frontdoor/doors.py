"""The doors that a pack has: its forms by what they are for, its kinds of referrer, its events."""

from collections.abc import Iterable, Mapping

from goldthread.procedures.conditions import Questions
from goldthread.procedures.format.desk import Form, Purpose
from goldthread.procedures.pack import Pack
from goldthread.procedures.tables import counted

PUBLIC: Purpose = "public_report"
REQUEST: Purpose = "professional_request"
TELEPHONE: Purpose = "telephone_contact"
RECEIPTS = ("acknowledgement.sent", "acknowledgement.told")
REFERRER = "referrer"  # the role that everyone who makes a contact counts as


def forms_for(pack: Pack, purpose: Purpose) -> dict[str, Form]:
    """The forms of that purpose, in the order of the pack."""
    return {name: form for name, form in pack.forms.items() if form.purpose == purpose}


def form_for(pack: Pack, purpose: Purpose) -> str:
    """The one form of that purpose; empty where the pack has none, and then there is no such door."""
    return next(iter(forms_for(pack, purpose)), "")


def referrers(pack: Pack) -> frozenset[str]:
    """The roles of those who tell us, from the public and from other agencies."""
    return frozenset(role for role in pack.roles if REFERRER in counted(pack, role))


def has(pack: Pack, *events: str) -> bool:
    """Whether the procedure has one of these outcomes, step.outcome."""
    return any(_has(pack, event) for event in events)


def opens_alone(pack: Pack, step: str) -> bool:
    """Whether a step can be recorded before any contact, such as advice given beforehand."""
    return step in pack.steps and pack.steps[step].opens_when == "always"


def follows_contact(pack: Pack, step: str) -> bool:
    """Whether a contact opens a step."""
    opens = pack.steps[step].opens_when if step in pack.steps else ()
    return not set(pack.head.starts_with).isdisjoint(opens)


def own_title(pack: Pack, step: str) -> str:
    """What the authority itself calls a step, where that is not the common name of it; else empty."""
    base = pack.base.steps if pack.base else {}
    own, common = (steps[step].title if step in steps else "" for steps in (pack.steps, base))
    return own if own.casefold() != common.casefold() else ""


def holding(pack: Pack, when: Iterable[str], unless: Iterable[str], facts: Mapping[str, object]) -> bool:
    """Whether all of `when` and none of `unless` hold, given these facts."""
    questions = Questions(pack.words)
    number = questions.number(when, unless)
    return questions.answers(facts).held[number]


def _has(pack: Pack, event: str) -> bool:
    step, _, outcome = event.partition(".")
    return step in pack.steps and outcome in pack.steps[step].outcomes
