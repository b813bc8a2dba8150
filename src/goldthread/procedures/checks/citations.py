"""No citation, no rule; and every marked passage is found in its document, once."""

from goldthread.procedures.checks.context import Context, parts_of
from goldthread.procedures.format.cites import Cite
from goldthread.procedures.format.desk import FormPage, Guidance, Route, Service
from goldthread.procedures.format.family import FamilyStage
from goldthread.procedures.format.keys import Part
from goldthread.procedures.format.retention import RetentionRule
from goldthread.procedures.format.steps import Attendee, DutyRule, MustNot, Outcome, Point

ALWAYS_CITED = (DutyRule, MustNot, Route, Guidance, Service, FamilyStage, RetentionRule)
MAKE_MARK = 'goldthread packs mark SOURCE "first words .. last words" makes a mark.'
CITED_WITHIN = (Attendee, Outcome, Point, FormPage)
"""Parts for which the citation of the part around them is enough."""


def check(context: Context) -> None:
    """Report rules without a citation, and citations that lead nowhere."""
    _documents(context)
    for name, part, around in parts_of(context.own):
        if not context.own.head.skeleton and _needs_citation(part, around):
            message = f"{name} cites nothing. No citation, no rule: say where it comes from."
            context.error(part, "no_citation", message)
        for cite in getattr(part, "cite", ()):
            _cite(context, cite)


def _needs_citation(part: Part, around: Part | None) -> bool:
    if getattr(part, "cite", ()):
        return False
    if isinstance(part, CITED_WITHIN):
        return not getattr(around, "cite", ())
    return isinstance(part, ALWAYS_CITED) or bool(getattr(part, "requirement", ()))


def _documents(context: Context) -> None:
    """The documents themselves: at hand, and the ones that were cited."""
    for name, source in context.own.sources.items():
        stored = context.sources.sha256(source.file)
        if stored is None and source.file:
            message = f"{source.title} is not at hand, so its marked passages were not looked for."
            context.note(source, "not_at_hand", message, "file")
        elif stored and stored != source.sha256:
            message = (
                f"This is not the file that {name} names: the one at hand has the fingerprint {stored}. "
                "Write that once every mark has been looked at again."
            )
            context.error(source, "other_document", message, "sha256")


def _cite(context: Context, cite: Cite) -> None:
    source = context.whole.sources.get(cite.source)
    if source is None:
        context.known(cite, "source", cite.source, context.whole.sources, "source")
        return
    if bool(cite.mark) == bool(cite.status):
        message = 'A citation has a mark, or "status: not_held" for a document we do not have.'
        context.error(cite, "no_mark", message)
        return
    document = context.sources.document(source.file)
    if document is None or cite.mark is None:
        return
    places = document.places(cite.mark)
    times = len(places)
    if times == 0:
        context.error(
            cite, "passage_missing", f"The marked passage is not in {source.title}. {MAKE_MARK}", "mark"
        )
    elif times > 1:
        message = f"The marked passage is {times} times in {source.title}; mark more of it. {MAKE_MARK}"
        context.error(cite, "passage_twice", message, "mark")
    elif cite.mark.at_word not in {None, *places}:
        message = f"The marked passage stands elsewhere in {source.title}: write at_word: {places[0]}."
        context.warn(cite, "passage_moved", message, "mark")
