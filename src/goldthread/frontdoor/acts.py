"""What can be recorded on a contact at the desk, in the order of the work."""

from collections.abc import Iterable
from dataclasses import dataclass
from fnmatch import fnmatchcase

from goldthread.accounts.capabilities import Capability
from goldthread.frontdoor.doors import own_title
from goldthread.procedures.pack import Pack
from goldthread.procedures.tables import Table


@dataclass(frozen=True)
class Act:
    """One act: `name` is its address, `words` its button and heading, `makes` the events that it may make.

    `makes` may say step.*: every outcome that the pack gives the step. `whole`: it is all that there is to
    its step, so that a pack with its own name for the step names the act, too; `verb`: but not its button.

    `place` is where the pack shows guidance for it. `only` and `required` narrow the fields of the entry.
    `when` is the field that says when it happened. `needs` is the event without which it is not offered.
    """

    name: str
    kind: str
    words: str
    capability: Capability
    makes: tuple[str, ...]
    place: str = ""
    only: tuple[str, ...] | None = None
    required: tuple[str, ...] = ()
    when: str = ""
    needs: str = ""
    whole: bool = False
    verb: bool = False

    def title(self, pack: Pack) -> str:
        """Its heading, in the words of the pack where it has its own."""
        return (own_title(pack, self.makes[0].partition(".")[0]) if self.whole else "") or self.words

    def button(self, pack: Pack) -> str:
        """Its button, likewise."""
        return self.words if self.verb else self.title(pack)

    def events(self, table: Table) -> tuple[str, ...]:
        """The events of a procedure that it may make."""
        return events(self.makes, table)


def events(makes: Iterable[str], table: Table) -> tuple[str, ...]:
    """The events of a procedure that these patterns mean."""
    return tuple(name for pattern in makes for name in table.outcomes if fnmatchcase(name, pattern))


ACTS = (
    Act(
        "return",
        "form_return",
        "Return for consultation",
        Capability.ROUTE,
        ("form_return.returned",),
        "routing",
        whole=True,
    ),
    Act(  # instead of returning it
        "danger",
        "amendment",
        "Say that there is an imminent risk",
        Capability.ROUTE,
        ("form_return.returned",),
        "routing",
        required=("imminent_reason",),
    ),
    Act(
        "route",
        "routing",
        "Pass on",
        Capability.ROUTE,
        ("routing.routed", "routing.fast_tracked"),
        "routing",
        needs="routing.routed",
        whole=True,
    ),
    Act(
        "acknowledge",
        "acknowledgement",
        "Acknowledge",
        Capability.RECORD_WORK,
        ("acknowledgement.told", "acknowledgement.sent"),
        "acknowledgement",
        required=("in_writing",),
        whole=True,
    ),
    Act(
        "police",
        "police_notification",
        "Record that the police were told",
        Capability.RECORD_WORK,
        ("police_notification.notified",),
        "screening",
        required=("told_to", "told"),
        when="told_at",
        whole=True,
    ),
    Act(
        "protect",
        "protective_action",
        "Protect the child now",
        Capability.SCREEN,
        ("protective_action.authorised", "protective_action.not_needed"),
        "screening",
        required=("needed", "action", "why_not"),
        whole=True,
    ),
    Act(
        "police-protection",
        "police_protection",
        "Record notice of police protection",
        Capability.RECORD_WORK,
        ("police_protection.notified",),
        required=("officer",),
        when="told_at",
        whole=True,
    ),
    Act(
        "talk",
        "referrer_talk",
        "Talk with the referrer",
        Capability.SCREEN,
        ("contact.discussed",),
        "screening",
        required=("said",),
        when="talked_at",
    ),
    Act(
        "information",
        "more_information",
        "Add what has come in",
        Capability.RECORD_WORK,
        ("contact.information_added",),
        required=("information",),
    ),
    Act(
        "screen",
        "screening",
        "Screen",
        Capability.SCREEN,
        ("screening.completed",),
        "screening",
        required=("nature_of_concern", "significant_harm", "suspected_crime", "analysis"),
        whole=True,
    ),
    Act(
        "enquire",
        "agency_enquiry",
        "Ask another agency",
        Capability.SCREEN,
        ("agency_enquiry.made", "agency_enquiry.made_without_parents"),
        "agency_enquiry",
        required=("agency", "asked", "parents_agree", "basis", "reasons"),
        whole=True,
    ),
    Act(
        "answer",
        "agency_answer",
        "Record an agency’s answer",
        Capability.SCREEN,
        ("agency_enquiry.answered",),
        required=("agency", "answer"),
    ),
    Act(
        "decide",
        "decision",
        "Decide",
        Capability.DECIDE,
        ("decision.*",),
        "decision",
        required=("outcome", "reasons"),
        whole=True,
        verb=True,
    ),
    Act(
        "strategy",
        "strategy_decision",
        "Decide on a strategy discussion",
        Capability.DECIDE,
        ("strategy_discussion.initiated", "strategy_discussion.not_initiated"),
        "decision",
        required=("initiate", "reasons"),
        needs="strategy_discussion.not_initiated",
        whole=True,
    ),
    Act(
        "feedback",
        "feedback",
        "Tell the referrer",
        Capability.RECORD_WORK,
        ("feedback.told",),
        "feedback",
        required=("told_how",),
        whole=True,
    ),
    Act(
        "assess",
        "assessment_start",
        "Start the assessment",
        Capability.SCREEN,
        ("child_and_family_assessment.started",),
        "decision",
    ),
    Act(
        "visit",
        "child_seen",
        "Record a visit",
        Capability.SCREEN,
        ("child_and_family_assessment.child_seen",),
        only=("visited_at", "where", "seen", "seen_alone", "voice", "observed", "opinion"),
        required=("visited_at", "seen"),
        when="visited_at",
    ),
    Act(
        "safe",
        "protective_factors",
        "Record protective factors",
        Capability.TRANSFER,
        ("transfer.protective_factors_recorded",),
        "transfer",
        required=("risk_response", "factors"),
        whole=True,
    ),
    Act(
        "transfer",
        "transfer_offer",
        "Offer to another team",
        Capability.TRANSFER,
        ("transfer.offered",),
        "transfer",
    ),
)


def act_called(name: str) -> Act:
    """The act of that name. Raises LookupError for any other."""
    for act in ACTS:
        if act.name == name:
            return act
    raise LookupError(name)
