"""A form's answers laid out to be read: before they are sent, and in the sender's own record afterwards."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from goldthread.frontdoor.doors import REQUEST, form_for
from goldthread.frontdoor.following import typed
from goldthread.frontdoor.formpages import FORM, Page, Walk
from goldthread.ledger import procedure
from goldthread.ledger.fields import Field, File, Group, Raw, asked, parse_fields
from goldthread.ledger.models import Attachment, Entry

LIMITS = "limits"  # the id of a form's page that says how far a wish to stay unnamed can be kept


@dataclass(frozen=True)
class Card:
    """Answers that stand together, as (question, answer); `title` names the person they are about, if any."""

    title: str
    rows: Sequence[tuple[str, str]]


@dataclass(frozen=True)
class Section:
    """One page of the form. `wrong` are the sentences about what is missing or cannot be understood."""

    page: str
    title: str
    cards: Sequence[Card]
    wrong: Sequence[str] = ()

    @property
    def empty(self) -> bool:
        """Whether nothing on the page was answered."""
        return not any(card.rows for card in self.cards)


def sections(walk: Walk, now: datetime, files: Iterable[Attachment]) -> list[Section]:
    """Every page that applies and asks something, with what was answered on it."""
    names = {str(file.pk): file.name for file in files}
    return [_section(page, walk.raw, now, names) for page in walk.pages.values() if page.asks]


def record_of(contact: Entry) -> list[Section]:
    """What a contact said, laid out as the form on which it came."""
    pack = procedure.pack(contact.recorded_at)
    form = contact.payload.get(FORM, "")
    if form not in pack.forms:  # it came by word of mouth, or by post
        form = form_for(pack, REQUEST)
    walk = Walk(pack, form, typed(contact, {}), contact.payload)
    return sections(walk, contact.recorded_at, contact.attachments.defer("content"))


def limits(walk: Walk) -> str:
    """What the form says of the limits of staying unnamed: its page of that name (HERTS-3.26)."""
    page = walk.form.pages.get(LIMITS)
    return page.says if page else ""


def _section(page: Page, raw: Raw, now: datetime, files: Mapping[str, str]) -> Section:
    parsed = page.read(raw, now)
    plain: list[tuple[str, str]] = []
    cards: list[Card] = []
    for name, field in page.shown.items():
        if not asked(field, page.fields, raw):
            continue
        if isinstance(field, Group):
            whole = page.fields[name]
            cards += _rows(field, whole if isinstance(whole, Group) else field, raw)
        elif text := _text(field, parsed.values.get(name), files):
            plain.append((field.label, text))
    return Section(
        page.id, page.written.title, [*cards, Card("", plain)], [error.message for error in parsed.errors]
    )


def _rows(group: Group, whole: Group, raw: Raw) -> list[Card]:
    """A card for each row; its title comes from columns that another page may ask."""
    cards = []
    for place, number in enumerate(group.filled_rows(raw, group.name), 1):
        own = {name: texts for name, texts in raw.items() if name.startswith(f"{group.name}-{number}-")}
        told = parse_fields({group.name: group}, own, required=()).values.get(group.name, [{}])
        cards.append(Card(whole.title(raw, group.name, number, place), group.reads(told[0])))
    return cards


def _text(field: Field, value: object, files: Mapping[str, str]) -> str:
    """The answer as a person reads it; empty where there is none."""
    if not field.answered(value):
        return ""
    return files.get(str(value), "") if isinstance(field, File) else field.text(value)
