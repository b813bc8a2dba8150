"""The pages of the form on which a setting reports an allegation: which questions stand on which."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from goldthread.allegations.entries.report import REPORT, AllegationReport
from goldthread.ledger.fields import (
    Field,
    Labels,
    LongText,
    MultiChoice,
    Parsed,
    Raw,
    Words,
    parse_fields,
)

# What the form calls what the record says of whoever fills it in.
LABELS: Labels = {
    "told": Words("Have you told the most senior person whom it does not implicate?"),
    "told_at": Words("When did you tell them?"),
    "reporter_name": Words("Your name"),
    "reporter_role": Words("Your job"),
    "reporter_agency": Words("Your setting"),
    "reporter_email": Words("Your e-mail address", "One that only you read. We send no details to it."),
    "reporter_phone": Words("Your telephone number"),
}


@dataclass(frozen=True)
class FormPage:
    """One page: its heading, what stands under it, its questions and those that must be answered."""

    id: str
    title: str
    says: str
    asks: Sequence[str]
    required: Sequence[str]

    def read(self, raw: Raw, at: datetime) -> Parsed:
        """What was answered on it, and what is wrong."""
        return parse_fields(fields(), raw, only=self.asks, required=self.required, labels=LABELS, now=at)


def fields() -> Mapping[str, Field]:
    """Every question."""
    return AllegationReport.fields


def pages() -> dict[str, FormPage]:
    """The pages in order. What the pack asks of the adult's work stands there, the rest with the facts."""
    more = {name: field for name, field in REPORT.more.items() if name != "channel"}
    of_work = [n for n, one in more.items() if not isinstance(one, MultiChoice | LongText)]
    of_it = [name for name in more if name not in of_work]
    essential = [name for name in of_it if isinstance(more[name], MultiChoice)]
    first_words = [name for name in of_it if isinstance(more[name], LongText)][:1]
    adult = ("given_names", "family_name", "other_names", "born", "email")
    work = ("employer", "role", *of_work, "in_charge", "in_contact", "contact_how", "elsewhere")
    told = ("told", "told_name", "told_role", "told_at", "told_implicated", "begun", "begun_what")
    reporter = ("reporter_name", "reporter_role", "reporter_agency", "reporter_phone", "reporter_email")
    every = (
        FormPage("adult", "Whom is it about?", "", adult, ("family_name",)),
        FormPage("work", "Where do they work with children?", "", work, ("employer", *of_work, "in_contact")),
        FormPage(
            "what",
            "What is alleged?",
            "Brief details only. Do not question anybody to fill this in.",
            (*of_it, "when_it_was"),
            (*essential, *first_words),
        ),
        FormPage("children", "Children", "", ("children",), ()),
        FormPage("told", "Who knows of it?", "", told, ("told", "told_name", "told_implicated", "begun")),
        FormPage("you", "About you", "The LADO rings you.", reporter, ("reporter_name", "reporter_phone")),
    )
    return {page.id: page for page in every}


def beside(name: str, step: int) -> str:
    """The id of the page before (-1) or after (1) one; empty beyond either end."""
    ids = list(pages())
    place = ids.index(name) + step
    return ids[place] if 0 <= place < len(ids) else ""


def wrong(raw: Raw, at: datetime) -> dict[str, Parsed]:
    """What is wrong, page by page."""
    read = {name: page.read(raw, at) for name, page in pages().items()}
    return {name: parsed for name, parsed in read.items() if not parsed.ok}


def answers(raw: Raw, at: datetime) -> dict[str, object]:
    """What was answered on all of them."""
    return {name: said for page in pages().values() for name, said in page.read(raw, at).values.items()}
