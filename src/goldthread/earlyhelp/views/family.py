"""The pages of early help that are read: the families, one family, and one entry of theirs."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import path, reverse
from django.views.decorators.http import require_safe

from goldthread.access import policy
from goldthread.accounts.capabilities import Capability
from goldthread.earlyhelp.disagreementfile import of_people
from goldthread.earlyhelp.entries.common import CONCERN, EPISODE, HORIZONS, TALK
from goldthread.earlyhelp.entries.conversation import EarlyHelpConversation
from goldthread.earlyhelp.entries.meeting import EarlyHelpMeeting, EarlyHelpMeetingOff, EarlyHelpWork
from goldthread.earlyhelp.entries.opening import EarlyHelpEnding, EarlyHelpLead, EarlyHelpOpening
from goldthread.earlyhelp.entries.plan import EarlyHelpPlan
from goldthread.earlyhelp.familyfile import KINDS, Concern, Family, Written, family_of, state_of
from goldthread.earlyhelp.lines import emergency_lines
from goldthread.earlyhelp.pages import READ, WRITE
from goldthread.ledger import procedure, recordable
from goldthread.ledger.entries import entry_type
from goldthread.ledger.fields import Date
from goldthread.ledger.london import london_date, say_date, say_when
from goldthread.ledger.models import Episode, Subject
from goldthread.people import describe
from goldthread.people.models import Person
from goldthread.procedures.duties import Duty
from goldthread.web import guard
from goldthread.web.clauses import why
from goldthread.web.clock import now
from goldthread.web.duties import DutyLine, duty_line
from goldthread.web.page import render

_MOST = 200  # families in the list
_ACTS = (
    (EarlyHelpPlan, "Write the plan"),
    (EarlyHelpMeeting, "Record a meeting"),
    (EarlyHelpWork, "Record work"),
    (EarlyHelpMeetingOff, "Meeting no longer due"),
    (EarlyHelpLead, "Change lead or team"),
    (EarlyHelpEnding, "End, or step up"),
)


@dataclass(frozen=True)
class Row:
    """One family of the list."""

    href: str
    names: list[str]
    family: Family
    concern: str  # the most pressing thing that a concern asks for; empty: none is open
    about: Collection[UUID]


@require_safe
@guard.capable(Capability.LEAD_FAMILY)
def led(request: HttpRequest) -> HttpResponse:
    """The families that somebody of another agency leads."""
    return _listed(request, Q(worker=guard.user_of(request)), "Families that you lead")


@require_safe
@guard.capable(Capability.RECORD_WORK)
def families(request: HttpRequest) -> HttpResponse:
    """Every family that is open to early help, those led by the reader first."""
    return _listed(request, Q(), "Families open to early help")


def _listed(request: HttpRequest, which: Q, title: str) -> HttpResponse:
    if EPISODE not in procedure.newest().steps:
        raise Http404
    user, at = guard.user_of(request), now()
    told = Q(parts__entry__kind__in=KINDS) | Q(events__step=CONCERN) | Q(events__step=TALK)
    episodes = Episode.objects.filter(which, told, closed_at=None).distinct()
    ids = list(episodes.order_by("-opened_at", "pk").values_list("subject_id", flat=True)[:_MOST])
    seen = policy.visible(user, ids, at=at).subjects
    rows = _rows([one for one in ids if one in seen], at)
    mine = [row for row in rows if row.family.episode and row.family.episode.worker_id == user.pk]
    rest = [row for row in rows if row not in mine]
    guard.shown(request, (one for row in rows for one in row.about))
    context = {"title": title, "mine": mine, "rest": rest, "today": london_date(at)}
    return render(request, "earlyhelp/families.html.jinja", context)


def _rows(subjects: Sequence[UUID], at: datetime) -> list[Row]:
    """One row for all who share a plan, the most pressing first."""
    people = Person.objects.in_bulk(subjects)
    rows: list[Row] = []
    done: set[UUID] = set()
    for subject in subjects:
        found = family_of(subject, at) if subject not in done else None
        if found is None or not found.is_open:
            continue
        together = _together(found) & set(subjects) | {subject}
        done |= together
        names = sorted(describe.display_name(people.get(one)) for one in together)
        href = reverse("earlyhelp:family", args=[subject])
        rows.append(Row(href, names, found, _pressing(found, at), together))
    return sorted(rows, key=lambda row: (not row.concern, row.family.next_review or date.max, row.names))


def _together(found: Family) -> set[UUID]:
    common = found.newest(EarlyHelpPlan.kind, EarlyHelpOpening.kind)
    return set(common.entry.parts.values_list("subject_id", flat=True)) if common else set()


def _pressing(found: Family, at: datetime) -> str:
    owed = [duty for concern in found.concerns for duty in concern.duties if not duty.met]
    lines = [duty_line(duty, at) for duty in owed]
    return next(
        (f"{line.title}: {line.clock}" for line in lines if line.due.exactly), lines[0].title if lines else ""
    )


@require_safe
@guard.on_record(*READ)
def family(request: HttpRequest, subject_id: UUID) -> HttpResponse:
    """One family: what is going on now, its plan, its people, its concerns, its meetings."""
    if EPISODE not in procedure.newest().steps:
        raise Http404
    subject = guard.record(request, subject_id)
    found, at = family_of(subject.pk, now()), now()
    step = procedure.newest().steps[EPISODE]
    said = [
        each
        for each in procedure.newest().guidance.values()
        if CONCERN in each.show_on or TALK in each.show_on
    ]
    outsider = not guard.user_of(request).may(Capability.READ_RECORD, at=at)
    context = {
        **named(subject),
        "family": found,
        "concerns": [_concern(request, one, at) for one in found.concerns if not outsider],
        "actions": [(row, state_of(row), _day(row)) for row in found.actions],
        "objectives": _objectives(found),
        "acts": _acts(request, found, subject.pk),
        "begin": _may_begin(request, found, subject.pk),
        "meetings": [_met(one) for one in reversed(found.of(EarlyHelpMeeting.kind, EarlyHelpWork.kind))],
        "lines": emergency_lines(at),
        "guidance": [(each.says, why(each)) for each in said],
        "why": why(step),
        "outsider": outsider,
        "together": _others(request, found),
        "disagreements": [one for one in of_people(found.people, found.state, at) if not one.settled],
        "late": {row.get("item") for row in found.late_actions},
    }
    return render(request, "earlyhelp/family.html.jinja", context)


def named(subject: Subject) -> dict[str, Any]:
    """Whose page it is."""
    person = Person.objects.filter(pk=subject.pk).first()
    return {
        "subject": subject,
        "name": describe.display_name(person),
        "born": describe.born_and_age(person, london_date(now())),
    }


def _others(request: HttpRequest, found: Family) -> list[tuple[str, str]]:
    """The others helped together whom the reader may see: name and address."""
    ids = sorted(_together(found) - found.people)
    able = [one for one in ids if any(guard.may(request, act, one).allowed for act in READ)]
    people = Person.objects.in_bulk(able)
    return [(describe.display_name(people.get(one)), reverse("earlyhelp:family", args=[one])) for one in able]


def _objectives(found: Family) -> list[tuple[dict[str, Any], str, str]]:
    rows = found.plan.values.get("objectives", ()) if found.plan else ()
    return [(row, HORIZONS.get(row.get("horizon", ""), ""), _day(row)) for row in rows]


def _day(row: dict[str, Any]) -> str:
    column = EarlyHelpPlan.fields["next_review"]
    return column.text(row["by_when"]) if isinstance(column, Date) and row.get("by_when") else ""


def _met(one: Written) -> tuple[str, str, str, str]:
    """A meeting or some work: when, in a line, by whom, and its entry."""
    entry = one.entry
    return say_when(entry.occurred_at), one.summary, entry.author_name, str(entry.pk)


@dataclass(frozen=True)
class ConcernLine:
    """A concern as the page shows it."""

    concern: Concern
    when: str
    by: str
    words: str
    duties: list[DutyLine]
    talk: str  # where the conversation is recorded; empty where that is not the reader's, or done


def _concern(request: HttpRequest, one: Concern, at: datetime) -> ConcernLine:
    said = one.entry.payload
    roles, table = guard.user_of(request).roles(at=at), procedure.procedure().on(london_date(at))
    theirs = recordable.theirs(table, TALK, roles, EarlyHelpConversation.kind)
    talk = reverse("earlyhelp:conversation", args=[one.entry.pk]) if theirs and not one.level else ""
    by = ", ".join(str(said[name]) for name in ("referrer_name", "referrer_agency") if said.get(name))
    return ConcernLine(
        one,
        say_when(one.entry.occurred_at),
        by or one.entry.author_name or "A referrer",
        str(said.get("concern", "")),
        [duty_line(duty, at) for duty in sorted(one.duties, key=_done)],
        talk,
    )


def _done(duty: Duty) -> tuple[bool, bool]:
    """What is done comes last, and before it what has no limit."""
    return duty.met is not None, duty.due is None


def _acts(request: HttpRequest, found: Family, subject: UUID) -> list[tuple[str, str]]:
    """What this reader may write now: words and address."""
    if not found.is_open or not any(guard.may(request, act, subject).allowed for act in WRITE):
        return []
    roles, table = guard.user_of(request).roles(at=now()), procedure.procedure().on(london_date(now()))
    acts = []
    for kind, words in _ACTS:
        step = CONCERN if found.concern_open and _answers(kind) else EPISODE
        if step == EPISODE and kind is EarlyHelpMeetingOff:
            continue
        if recordable.theirs(table, step, roles, kind.kind):
            revised = "Revise the plan" if kind is EarlyHelpPlan and found.plan else words
            acts.append((revised, reverse(kind.on_child, args=[subject])))
    return acts


def _answers(kind: type) -> bool:
    """Whether an entry of this kind can answer a concern."""
    return any(event.startswith(f"{CONCERN}.") for event in entry_type(kind.kind).makes())  # type: ignore[attr-defined]


def _may_begin(request: HttpRequest, found: Family, subject: UUID) -> bool:
    if found.is_open and found.opened and not found.ended:
        return False
    roles, table = guard.user_of(request).roles(at=now()), procedure.procedure().on(london_date(now()))
    able = recordable.theirs(table, EPISODE, roles, EarlyHelpOpening.kind)
    return bool(able) and guard.may(request, Capability.RECORD_WORK, subject).allowed


@require_safe
@guard.on_record(*READ)
def written(request: HttpRequest, entry_id: UUID) -> HttpResponse:
    """One version of the plan, one assessment, or another entry of early help, as signed and corrected."""
    entry = guard.entry(request, entry_id)
    parts = [one for one in guard.visible_parts(request, entry) if _readable(request, one.subject_id)]
    if entry.kind not in KINDS or not parts:
        raise Http404
    subject = parts[0].subject
    found = family_of(subject.pk, now())
    one = next(each for each in found.written if each.entry.pk == entry.pk)
    kind = entry_type(entry.kind)
    names = {
        part.subject_id: describe.display_name(Person.objects.filter(pk=part.subject_id).first())
        for part in parts
    }
    newest = found.newest(entry.kind)
    context = {
        **named(subject),
        "title": kind.title,
        "entry": entry,
        "rows": [
            (field.label, text)
            for field, text in kind.reads(one.values)
            if field.name not in {"step", "outcome", "version"}
        ],
        "parts": [
            (names[part.subject_id], [(f.label, t) for f, t in kind.reads_part(part.payload)])
            for part in parts
        ],
        "summary": one.summary,
        "old": newest is not None and newest.entry.pk != entry.pk and entry.kind == EarlyHelpPlan.kind,
        "outsider": not guard.user_of(request).may(Capability.READ_RECORD, at=now()),
        "signed": f"{entry.author_name}, {entry.author_designation}, {say_when(entry.recorded_at)}",
        "day": say_date(london_date(entry.occurred_at)),
    }
    return render(request, "earlyhelp/written.html.jinja", context)


def _readable(request: HttpRequest, subject: UUID) -> bool:
    return any(guard.may(request, act, subject).allowed for act in READ)


urlpatterns = [
    path("early-help/", families, name="families"),
    path("early-help/led/", led, name="led"),
    path("children/<uuid:subject_id>/early-help/", family, name="family"),
    path("early-help/<uuid:entry_id>/", written, name="written"),
]
