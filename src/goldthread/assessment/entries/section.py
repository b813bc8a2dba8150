"""One signed addition to an assessment: facts with their sources, or what is made of them.

An assessment is a document that grows: each addition is an entry of its own, and no later one replaces an
earlier (HSSCP-7.3, docs/decisions/0026).
"""

from collections.abc import Mapping, Sequence

from goldthread.assessment.dimensions import ASIDE, DIMENSIONS, NEED, titles
from goldthread.ledger.entries import EntryType, ProposedEvent, Values
from goldthread.ledger.fields import (
    Carried,
    Choice,
    Field,
    Group,
    LongText,
    MultiChoice,
    Retention,
    Sensitivity,
    Text,
    YesNoUnknown,
)
from goldthread.ledger.packfields import fields_of_child, fields_of_step
from goldthread.people.statements import Characterised

_P, _R = Sensitivity.PERSONAL, Retention.CHILD_RECORD
STEP = "child_and_family_assessment"
CHECKED = {
    "checked": "Checked with another source",
    "not_checked": "Not checked yet",
    "cannot": "Cannot be checked",
}
BEARS = {"strength": "A strength", "difficulty": "A difficulty", "neither": "Neither"}
_EMPTY = "A row that stays empty is left out."
TALKED = {"yes": "Yes", "no": "Not yet", "not_right": "Not right: age, understanding or danger"}


def _facts(label: str, *, per_child: bool = False) -> Group:
    """Facts, each with where it comes from and what was done about it (HUB-2.2, HSSCP-7.4)."""
    columns: dict[str, Field] = {
        "what": LongText("Fact", _P, _R, rows=2),
        "source": Text("Who or what says so?", _P, _R, called="who or what says so"),
        "bears": Choice("What is it for the child?", _P, _R, choices=BEARS, listed=True),
        "checked": Choice("Is it checked?", _P, _R, choices=CHECKED, listed=True),
        "with_child": Choice("Discussed with the child?", _P, _R, choices=TALKED, listed=True),
        "with_parents": Choice("Discussed with the parents?", _P, _R, choices=TALKED, listed=True),
        # the entry and the answer where a fact that was taken over was first said: entry:field
        "origin": Carried("From", Sensitivity.OPEN, _R, max_length=100),
    }
    return Group(label, _P, _R, per_child=per_child, hint=_EMPTY, fields=columns, one="fact", max_rows=30)


def _views(label: str, *, per_child: bool = False) -> Group:
    """Who sees it how, side by side (HSSCP-7.7)."""
    columns: dict[str, Field] = {
        "who": Text("Who?", _P, _R, called="who sees it so"),
        "view": LongText("How do they see it?", _P, _R, rows=2),
    }
    return Group(
        label,
        _P,
        _R,
        per_child=per_child,
        hint=_EMPTY,
        fields=columns,
        one="view",
        max_rows=12,
        titled_by=("who",),
    )


class AssessmentSection(EntryType):
    """What somebody adds to one section of an assessment on one day."""

    kind = "assessment_section"
    title = "Assessment"
    on_child = "assessment:document"

    section = Choice("Section", Sensitivity.OPEN, _R, choices=titles())
    facts = _facts("What do we know now?")
    views = _views("Do people see it differently?")
    child_facts = _facts("What do we know now?", per_child=True)
    child_views = _views("Do people see it differently?", per_child=True)
    voice = LongText(
        "What does the child say or show, in the child’s own words?", _P, _R, rows=3, per_child=True
    )
    child_told = LongText(
        "How was the child told what happens, and how did the child take part?",
        _P,
        _R,
        rows=2,
        per_child=True,
    )
    parents_say = LongText("What does each parent say?", _P, _R, rows=3)
    parents_told = LongText(
        "How was each person with parental responsibility told, and how did they take part?", _P, _R, rows=2
    )
    disabled = YesNoUnknown("Is the child disabled?", Sensitivity.SPECIAL_CATEGORY, _R, per_child=True)
    young_carer = YesNoUnknown("Does the child care for somebody?", _P, _R, per_child=True)
    flag_needs = LongText("What does the child need because of it?", _P, _R, rows=2, per_child=True)
    together = LongText("What do the three domains amount to together?", _P, _R, rows=5)
    conflict = LongText(
        "Do the interests of child and parents conflict? What is best for the child?", _P, _R, rows=3
    )
    specialists = LongText("Which specialists assess, and how does it become one plan?", _P, _R, rows=2)
    why_significant = LongText(
        "Compared with a similar child: what makes the harm significant, or not?",
        _P,
        _R,
        rows=3,
        per_child=True,
    )
    impact = LongText("What does this mean for the child?", _P, _R, rows=2, per_child=True)
    aside = MultiChoice(
        "Which do not matter here?",
        Sensitivity.OPEN,
        _R,
        choices={one.id: one.title for one in DIMENSIONS.values()},
    )
    aside_why = LongText("Why not?", _P, _R, rows=2)

    @classmethod
    def makes(cls) -> tuple[str, ...]:
        """All that `events` gives, but that it has started."""
        return tuple(f"{STEP}.{outcome}" for outcome in ("updated", "child_involved", "parents_involved"))

    @classmethod
    def summary(cls, values: Values) -> str:
        """The section."""
        return f"{cls.title}: {titles().get(values.get('section', ''), '')}"

    @classmethod
    def fields_of(cls, values: Values) -> Mapping[str, Field]:
        """What its section asks."""
        section = str(values.get("section", ""))
        own = {name: cls.fields[name] for name in ("section", *_asked(section))}
        return {**own, **_of_pack(section)}

    @classmethod
    def part_fields(cls) -> Mapping[str, Field]:
        """What any section asks of each child, and whatever the procedure keeps of one."""
        return {**super().part_fields(), **fields_of_child()}

    @classmethod
    def part_fields_of(cls, values: Values) -> Mapping[str, Field]:
        """What its section asks of each child."""
        return {name: field for name, field in cls.fields_of(values).items() if field.per_child}

    @classmethod
    def events(cls, values: Values, part: Values) -> Sequence[ProposedEvent]:
        """That it started, or was analysed anew; that child or parents took part (HSSCP-3.2, 3.3)."""
        facts = {name: part[name] for name in _of_pack(str(values.get("section", ""))) if name in part}
        happened = {
            "started": values.get("starts"),
            "updated": values.get("again"),
            "child_involved": part.get("child_told"),
            "parents_involved": values.get("parents_told"),
        }
        return [
            ProposedEvent(STEP, outcome, facts if outcome == "updated" else {})
            for outcome, did in happened.items()
            if did
        ]

    @classmethod
    def statements(cls, values: Values, parts: Mapping[str, Values]) -> Sequence[object]:
        """That a child is disabled, so that it stands on the child's own page (HSSCP-7.6)."""
        return [
            Characterised(about=child, kind="disability", value="Disabled")
            for child, part in parts.items()
            if part.get("disabled") == "yes"
        ]


_ANALYSIS: Mapping[str, tuple[str, ...]] = {
    "voice": ("voice", "child_told"),
    "parents": ("parents_say", "parents_told", "views"),
    "disabled_or_carer": ("disabled", "young_carer", "flag_needs"),
    "domains": ("together", "impact", "conflict", "specialists"),
    NEED: ("why_significant",),
    ASIDE: ("aside", "aside_why"),
}


def _asked(section: str) -> tuple[str, ...]:
    """The names of the fields of a section."""
    if section in DIMENSIONS:
        each = DIMENSIONS[section].of_each_child
        return ("child_facts", "child_views", "impact") if each else ("facts", "views", "impact")
    return _ANALYSIS.get(section, ())


def _of_pack(section: str) -> dict[str, Field]:
    """The facts of the procedure's step that are about a child: they say what comes of the analysis."""
    if section != NEED:
        return {}
    return {name: field for name, field in fields_of_step(STEP).items() if field.per_child}
