"""The pathway in django-fsm-2 on SQLite: one state a case, and a table of what is due beside it."""
# ruff: noqa: INP001, D102, DJ008 - a script's part; its transitions say no more than their names

import atexit
import tempfile
from collections import defaultdict
from typing import Any

import django
import pathway
from django.conf import settings
from django.db import connection, models

FOLDER = tempfile.TemporaryDirectory(prefix="bench-fsm-")
atexit.register(FOLDER.cleanup)
settings.configure(
    INSTALLED_APPS=["django_fsm"],
    DATABASES={"default": {"ENGINE": "django.db.backends.sqlite3", "NAME": f"{FOLDER.name}/cases.sqlite"}},
    DEFAULT_AUTO_FIELD="django.db.models.BigAutoField",
    USE_TZ=True,
)
django.setup()

from django_fsm import FSMField, transition  # noqa: E402 - Django must be set up before

STARTS: dict[str, list[str]] = defaultdict(list)
MEETS: dict[str, list[str]] = defaultdict(list)
for rule in pathway.RULES.values():
    for name in rule.written.of:
        STARTS[name].append(rule.id)
    for name in rule.met_by:
        MEETS[name].append(rule.id)


class Case(models.Model):
    """One case: the main line of the pathway is its state; what goes on beside that leaves it as it is."""

    state = FSMField(default="screening", protected=True)

    class Meta:
        app_label = "bench"

    @transition(field=state, source="screening", target="closed")
    def screening_nothing(self) -> None: ...
    @transition(field=state, source="screening", target="early_help")
    def screening_early_help(self) -> None: ...
    @transition(field=state, source="screening", target="assessment")
    def screening_assessment(self) -> None: ...
    @transition(field=state, source="screening", target="strategy")
    def screening_strategy(self) -> None: ...
    @transition(field=state, source="early_help", target="closed")
    def early_help_agreed(self) -> None: ...
    @transition(field=state, source="assessment", target="closed")
    def child_and_family_assessment_no_services(self) -> None: ...
    @transition(field=state, source="assessment", target="strategy")
    def child_and_family_assessment_strategy(self) -> None: ...
    @transition(field=state, source="strategy", target="section_47")
    def strategy_discussion_section_47(self) -> None: ...
    @transition(field=state, source="strategy", target="closed")
    def strategy_discussion_no_section_47(self) -> None: ...
    @transition(field=state, source=["section_47", "plan"], target=None)
    def section_47_conference(self) -> None: ...
    @transition(field=state, source="section_47", target="plan")
    def initial_conference_plan(self) -> None: ...
    @transition(field=state, source="section_47", target="closed")
    def initial_conference_no_plan(self) -> None: ...
    @transition(field=state, source="plan", target=None)
    def core_group_held(self) -> None: ...
    @transition(field=state, source="plan", target=None)
    def review_conference_plan_continues(self) -> None: ...
    @transition(field=state, source="plan", target="closed")
    def review_conference_plan_ends(self) -> None: ...
    @transition(field=state, source="+", target=None)
    def written_confirmation_received(self) -> None: ...


class Owed(models.Model):
    """One row of the table of what is due."""

    case = models.ForeignKey(Case, models.CASCADE)
    duty = models.CharField(max_length=80)
    due_at = models.DateTimeField()
    met = models.BooleanField(default=False)

    class Meta:
        app_label = "bench"


with connection.schema_editor() as editor:
    editor.create_model(Case)
    editor.create_model(Owed)


def run(events: pathway.Case) -> int:
    """Store a case to which these events have happened; its number."""
    case = Case.objects.create()
    for event in events:
        if event.name != "contact.received":
            getattr(case, event.name.replace(".", "_"))()
            case.save()
        Owed.objects.filter(case=case, duty__in=MEETS[event.name]).update(met=True)
        Owed.objects.bulk_create(
            Owed(case=case, duty=duty, due_at=pathway.due(duty, event.at)) for duty in STARTS[event.name]
        )
    return int(case.pk)


def answer(number: int) -> tuple[pathway.Owed, list[Any]]:
    """What is to be done and by when, and what may be recorded, from the database."""
    case = Case.objects.get(pk=number)
    rows = Owed.objects.filter(case_id=number, met=False).values_list("duty", "due_at")
    return (set() if case.state == "closed" else set(rows)), list(case.get_available_state_transitions())
