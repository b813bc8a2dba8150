"""A paper goes to its recipient only: their copy, by a way that the record allows, recorded as it left."""

from io import BytesIO

import pypdf
import pytest

from goldthread.access.recipients import Recipient
from goldthread.documents.addressing import Way, ways
from goldthread.documents.copies import copy_for
from goldthread.documents.delivering import attempt
from goldthread.documents.dispatching import Addressed, NotLookedAt, Stopped, send_paper
from goldthread.documents.models import State
from goldthread.ledger.models import AuditRow, Entry
from goldthread.people import statements as say
from tests.factories import contact
from tests.integration.documents.household import CHILD, NOW, Family, answer
from tests.integration.people.record import tell
from tests.requirements import requirement

pytestmark = pytest.mark.django_db
ELM, OAK = ("22 Elm Close", "ZZ99 3VZ"), ("1 Oak Road", "ZZ99 3WZ")


@pytest.fixture
def family() -> Family:
    return Family()


def ways_to(family: Family, entry: Entry, who: str) -> list[Way]:
    return ways(copy_for(family.paper(entry), family.recipients[who], at=NOW), at=NOW)


def to(family: Family, entry: Entry, who: str, way: str) -> Addressed:
    copy = copy_for(family.paper(entry), family.recipients[who], at=NOW)
    return Addressed(family.recipients[who], way, copy.fingerprint)


def send(family: Family, entry: Entry, *addressed: Addressed, key: str = "key") -> list[Entry]:
    return send_paper(by=family.by, at=NOW, paper=family.paper(entry), to=addressed, key=key)


def text_of(sent: Entry) -> str:
    pages = pypdf.PdfReader(BytesIO(bytes(sent.attachments.get().content))).pages
    return "\n".join(page.extract_text() for page in pages)


@requirement("HSSCP-9.9")
def test_one_act_sends_each_their_own_copy_and_records_how_when_by_whom_and_where_to(family: Family) -> None:
    family.lives(family.dean, *OAK)
    note = family.note("Meg has met somebody new.", opinion="All is well.")
    family.keep("Dean", **answer(note))
    dean = to(family, note, "Dean", "post:1 Oak Road, ZZ99 3WZ")
    meg = to(family, note, "Meg", "hand:")
    by_post, by_hand = send(family, note, dean, meg)
    assert "somebody new" not in text_of(by_post)
    assert "1 Oak Road\nZZ99 3WZ" in text_of(by_post)
    assert "somebody new" in text_of(by_hand)
    said = by_post.payload
    assert (said["to_name"], said["channel"], said["to_address"]) == (
        "Dean Alder",
        "post",
        "1 Oak Road, ZZ99 3WZ",
    )
    assert [one["what"] for one in said["left_out"]] == ["What was recorded: What happened? (facts)"]
    assert "somebody new" not in str(said)
    assert (by_post.author, by_post.recorded_at, by_post.answers) == (family.worker, NOW, note)
    assert set(by_post.parts.values_list("subject", flat=True)) == {family.rowan.pk}
    assert AuditRow.objects.filter(act="sign.dispatch").count() == 2
    [again, _] = send(family, note, dean, meg)
    assert again == by_post
    assert Entry.objects.filter(kind="dispatch").count() == 2


@pytest.mark.usefixtures("provider")
def test_by_e_mail_the_paper_is_enclosed_and_no_line_outside_it_tells_anything(family: Family) -> None:
    note = family.note("All is well with Rowan.")
    [sent] = send(family, note, to(family, note, "nurse", f"email:{family.nurse.email}"))
    attempt(sent.pk, at=NOW)
    sent.delivery.refresh_from_db()
    assert sent.delivery.state == State.SENT
    assert "Rowan" not in sent.payload["subject"] + sent.payload["body"]
    assert sent.attachments.get().name == f"entry-{note.reference}.pdf"
    assert "All is well with Rowan." in text_of(sent)


def test_nothing_goes_to_an_address_where_they_no_longer_live(family: Family) -> None:
    family.lives(family.dean, *ELM)
    family.lives(family.dean, *OAK)
    note = family.note("All is well.")
    assert [(way.address, way.stop) for way in ways_to(family, note, "Dean")] == [
        ("1 Oak Road, ZZ99 3WZ", ""),
        ("", ""),
        ("22 Elm Close, ZZ99 3VZ", "It is a former address"),
    ]
    with pytest.raises(Stopped, match="former address"):
        send(family, note, to(family, note, "Dean", "post:22 Elm Close, ZZ99 3VZ"))


def test_nothing_goes_to_an_address_that_the_record_does_not_have(family: Family) -> None:
    family.lives(family.dean, *OAK)
    note = family.note("All is well.")
    for way in ("post:7 Else Street", "email:dean@example.org", ""):
        with pytest.raises(Stopped, match="no such address"):
            send(family, note, to(family, note, "Dean", way))


def test_no_letter_goes_where_somebody_lives_who_must_not_know(family: Family) -> None:
    family.lives(family.meg, *ELM)
    family.lives(family.dean, *ELM)
    note = family.note("Meg has met somebody new.")
    assert not ways_to(family, note, "Meg")[0].stop
    family.keep("Dean", **answer(note))
    stop = next(way.stop for way in ways_to(family, note, "Meg") if way.address)
    assert "Dean Alder lives there" in stop
    assert "He has threatened her." in stop
    with pytest.raises(Stopped, match="lives there"):
        send(family, note, to(family, note, "Meg", "post:22 Elm Close, ZZ99 3VZ"))
    assert send(family, note, to(family, note, "Meg", "hand:"))


def test_nothing_goes_to_whom_the_record_forbids(family: Family) -> None:
    family.lives(family.dean, *OAK)
    note = family.note("All is well.")
    family.keep("Dean", what="everything")
    assert all("Must not be known to Dean Alder" in way.stop for way in ways_to(family, note, "Dean"))
    with pytest.raises(Stopped, match="threatened"):
        send(family, note, to(family, note, "Dean", "hand:"))
    assert not Entry.objects.filter(kind="dispatch").exists()


def test_all_go_or_none(family: Family) -> None:
    note = family.note("All is well.")
    family.keep("Dean", what="everything")
    with pytest.raises(Stopped):
        send(family, note, to(family, note, "Meg", "hand:"), to(family, note, "Dean", "hand:"))
    assert not Entry.objects.filter(kind="dispatch").exists()


def test_nothing_goes_to_the_dead_nor_to_somebody_who_has_left(family: Family) -> None:
    note = family.note("All is well.")
    tell(say.Died(about=str(family.dean.pk)))
    assert "has died" in ways_to(family, note, "Dean")[0].stop
    family.nurse.is_active = False
    family.nurse.save()
    assert "no longer has an account" in ways_to(family, note, "nurse")[0].stop


def test_a_professional_is_written_to_at_their_own_address(family: Family) -> None:
    note = family.note("All is well.")
    stranger = Recipient("Nell Ward", user=family.nurse.pk, email="nell@example.com")
    found = {way.address: way.stop for way in ways(copy_for(family.paper(note), stranger, at=NOW), at=NOW)}
    assert found[family.nurse.email] == ""
    assert "not the address of Nell Ward on record" in found["nell@example.com"]


def test_a_copy_that_changed_since_it_was_looked_at_does_not_go(family: Family) -> None:
    note = family.note("Meg has met somebody new.")
    seen = to(family, note, "Dean", "hand:")
    family.keep("Dean", **answer(note))
    with pytest.raises(NotLookedAt, match="Dean Alder"):
        send(family, note, seen)


def test_a_safe_address_is_not_shown_where_the_dispatch_is_read(family: Family) -> None:
    family.lives(family.meg, *ELM, safe=True)
    note = family.note("All is well.")
    [sent] = send(family, note, to(family, note, "Meg", "post:22 Elm Close, ZZ99 3VZ"))
    for who in ("Dean", "nurse"):
        copy = copy_for(family.paper(sent), family.recipients[who], at=NOW)
        assert "Elm Close" not in str([fact.text for fact in copy.paper.facts()])


def test_somebody_is_let_have_what_they_need_not_know_and_the_record_says_why(family: Family) -> None:
    told = contact(referrer_name="Priya Larkspur", children=[CHILD])
    paper, nobody = family.paper(told), Recipient("Meg Alder", person=family.meg.pk)
    name = next(one for one in copy_for(paper, nobody, at=NOW).left_out if one.text == "Priya Larkspur")
    seen = copy_for(paper, nobody, at=NOW, let=[name.key]).fingerprint
    addressed = Addressed(nobody, "hand:", seen, {name.key: "She knows: Priya told her."})
    [sent] = send_paper(by=family.by, at=NOW, paper=paper, to=[addressed], key="key")
    assert sent.payload["let"] == [
        {"what": "What was recorded: Your name", "why": "She knows: Priya told her."}
    ]
    assert "Larkspur" in text_of(sent)
