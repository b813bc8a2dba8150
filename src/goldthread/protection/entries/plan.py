"""The child protection plan: each entry is one whole version of it; and its words in another language."""

from collections.abc import Mapping, Sequence

from goldthread.ledger.entries import EntryType, ProposedEvent, Values
from goldthread.ledger.fields import Choice, LongText, Number, Retention, Sensitivity, Text, When
from goldthread.ledger.procedure import OutcomeTitles
from goldthread.people import circumstances as life
from goldthread.protection.planfields import STEP, PlanFields

_P, _R = Sensitivity.PERSONAL, Retention.CHILD_RECORD


class ProtectionPlan(PlanFields):
    """One version of a plan, whole, so that any two can be laid side by side (HSSCP-12, 13.3, HUB-7.3)."""

    kind = "protection_plan"
    title = "Child protection plan"
    page = "protection:plan_version"
    on_child = "protection:plan_write"

    version = Number("Version", Sensitivity.OPEN, _R)
    outcome = Choice("What was done?", Sensitivity.OPEN, _R, choices=OutcomeTitles(STEP))
    happened_at = When("When was it agreed?", _P, _R, called="the time it was agreed", past=True)

    @classmethod
    def makes(cls) -> tuple[str, ...]:
        """All that `events` gives."""
        return (f"{STEP}.outlined", f"{STEP}.developed")

    @classmethod
    def summary(cls, values: Values) -> str:
        """Which version it is, and how much it holds."""
        return f"{cls.title}: version {values.get('version', 1)}, {_counted(values)}"

    @classmethod
    def events(cls, values: Values, part: Values) -> Sequence[ProposedEvent]:
        """Outlined or developed, where the procedure has a step for the plan."""
        return [ProposedEvent(STEP, values["outcome"])] if "outcome" in values else []

    @classmethod
    def plan(cls, values: Values, part: Values) -> str:
        """The plan in a line."""
        return f"Child protection plan, version {values.get('version', 1)}: {_counted(values)}"

    @classmethod
    def statements(cls, values: Values, parts: Mapping[str, Values]) -> Sequence[object]:
        """Each worry, of each child."""
        worries = [row["worry"] for row in values.get("worries", ()) if row.get("worry")]
        return [life.Worried(about=child, words=worry) for child in parts for worry in worries]


class PlanTranslation(EntryType):
    """The child’s own plan in another language, beside one version of the English, which it answers."""

    kind = "plan_translation"
    title = "The child’s own plan in another language"

    language = Text("Which language is it in?", _P, _R)
    translated_by = Text("Who translated it?", _P, _R)
    worried = LongText("What we are worried about", _P, _R, rows=3)
    doing = LongText("What will happen", _P, _R, rows=3)
    better = LongText("How you will know that it is better", _P, _R, rows=3)
    not_working = LongText("What if it does not work", _P, _R, rows=2)
    people = LongText("Who comes to see you, and whom you can talk to", _P, _R, rows=2)

    @classmethod
    def summary(cls, values: Values) -> str:
        """The language, and whose words they are."""
        return f"{cls.title}: {values.get('language', '')}, translated by {values.get('translated_by', '')}"


def _counted(values: Values) -> str:
    actions = len(values.get("actions", ()))
    return f"{actions} action{'' if actions == 1 else 's'}"
