"""A letter says what the pack lets it say; an acknowledgement says receipt and nothing else."""

from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from goldthread.documents.letters import CannotSay, Composed, Sayable, fill, is_receipt
from goldthread.procedures.format.desk import Letter
from tests.requirements import requirement

RECEIVED = datetime(2026, 4, 2, 15, 40, tzinfo=UTC)
RECEIPT: dict[str, Sayable] = {
    "to_name": "Ms Okafor",
    "authority": "Anyshire County Council",
    "reference": "K7R-4M2-HX9",
    "received_at": RECEIVED,
    "chase_by": date(2026, 4, 9),
}
OUTCOMES = ("no_further_action", "early_help", "assessment", "strategy_discussion")


def acknowledgement(
    *body: str, may_say: tuple[str, ...] = tuple(RECEIPT), subject: str = "Received"
) -> Letter:
    return Letter(
        title="Acknowledgement",
        event="acknowledgement.sent",
        channel="email",
        subject=subject,
        body=body,
        may_say=may_say,
    )


def feedback(*body: str, may_say: tuple[str, ...]) -> Letter:
    return Letter(
        title="Outcome", event="feedback.told", channel="email", subject="Outcome", body=body, may_say=may_say
    )


def text(composed: Composed) -> str:
    return f"{composed.subject}\n{composed.body}"


@requirement("HERTS-4.1", "HERTS-4.3")
def test_an_acknowledgement_says_when_it_was_received_and_when_to_ask_again() -> None:
    composed = fill(
        acknowledgement(
            "Dear {to_name}",
            "We received your contact on {received_at}.",
            "Contact us again if you hear nothing by {chase_by}.",
            subject="{authority}: {reference}",
        ),
        RECEIPT,
    )
    assert composed == Composed(
        event="acknowledgement.sent",
        channel="email",
        subject="Anyshire County Council: K7R-4M2-HX9",
        paragraphs=(
            "Dear Ms Okafor",
            "We received your contact on 2 April 2026 at 4:40pm.",
            "Contact us again if you hear nothing by 9 April 2026.",
        ),
    )
    assert composed.body.split("\n\n") == list(composed.paragraphs)


@requirement("HERTS-4.4")
@pytest.mark.parametrize("name", ["outcome", "concern", "child_name", "team", "signposted_to", ""])
def test_an_acknowledgement_cannot_be_allowed_to_say_more(name: str) -> None:
    letter = acknowledgement(f"About {{{name}}}", may_say=("reference", name))
    with pytest.raises(CannotSay, match="only that something was received"):
        fill(letter, {**RECEIPT, name: "a strategy discussion will be held"})


@requirement("HERTS-4.4")
@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("reference", "assessment"),
        ("reference", "K7R-4M2-HX9: no further action"),
        ("received_at", "today; it goes to the assessment team"),
        ("received_at", date(2026, 4, 2)),
        ("chase_by", "no need to, the case is closed"),
        ("chase_by", RECEIVED),
    ],
)
def test_no_outcome_passes_for_a_reference_or_a_date(name: str, value: Sayable) -> None:
    with pytest.raises(CannotSay, match=f"cannot give that as .{name}"):
        fill(acknowledgement("Your contact"), {**RECEIPT, name: value})


@requirement("HERTS-4.4")
@given(
    values=st.dictionaries(
        st.sampled_from(("outcome", "reasons", "concern", "child", "team", "told")),
        st.sampled_from(OUTCOMES) | st.text("ab {}%\n", min_size=12),
    ),
    body=st.lists(st.sampled_from([f"About {{{name}}}." for name in RECEIPT]), min_size=1),
)
@pytest.mark.takes(3)
def test_nothing_about_the_case_reaches_an_acknowledgement(
    values: dict[str, Sayable], body: list[str]
) -> None:
    composed = fill(acknowledgement(*body), {**values, **RECEIPT})
    assert composed == fill(acknowledgement(*body), RECEIPT)


def test_a_placeholder_that_the_letter_may_not_say_is_refused() -> None:
    with pytest.raises(CannotSay, match=r"may not say \{child\}"):
        fill(feedback("About {child}", may_say=("to_name",)), {"child": "Rowan", "to_name": "Ms Okafor"})


def test_a_placeholder_without_a_value_is_refused() -> None:
    with pytest.raises(CannotSay, match=r"needs \{signposted_to\}"):
        fill(feedback("Ask {signposted_to}", may_say=("signposted_to",)), {})


@given(st.text("aé🙂 {told}%\r\n\x85<&"))
@pytest.mark.takes(3)
def test_text_stands_in_a_letter_as_it_was_written(words: str) -> None:
    composed = fill(feedback("We say: {told}", may_say=("told",)), {"told": words, "outcome": "secret"})
    assert composed.body == f"We say: {words}"


@given(st.text("aé🙂 {told}%\r\n\x85<&"))
@pytest.mark.takes(3)
def test_a_subject_is_one_line(words: str) -> None:
    letter = feedback("Hello", may_say=("told",)).but(subject="About {told}")
    subject = fill(letter, {"told": words}).subject
    assert len(subject.splitlines()) == 1


def test_what_only_says_receipt_is_known_by_its_event() -> None:
    assert is_receipt("acknowledgement.sent")
    assert not is_receipt("feedback.told")
    assert not is_receipt("")
