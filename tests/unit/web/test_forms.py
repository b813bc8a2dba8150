"""The bridge from fields to form: every letter typed comes back, every error leads to its control."""

import html5lib
import pytest
from django.template import engines
from hypothesis import given, settings
from hypothesis import strategies as st

from goldthread.ledger.fields import (
    Field,
    FieldError,
    LongText,
    Retention,
    Sensitivity,
    Text,
    YesNo,
    keepable,
    parse_fields,
)
from goldthread.web.forms import ChildOf, EntryForm
from goldthread.web.samples import CHILDREN, FIELDS, FILLED, WRONG
from tests.html import check_html

PAGE = """{% from "web/macros/form.html.jinja" import controls, error_summary %}
{{ error_summary(form) }}{{ controls(form) }}"""
S, R = Sensitivity.OPEN, Retention.ROUTING


def html(form: EntryForm) -> str:
    """The form's own part of a page."""
    return str(engines["jinja2"].from_string(PAGE).render({"form": form}))


def sent_by(page: str) -> dict[str, list[str]]:
    """What a browser without JavaScript would send for this page."""
    sent: dict[str, list[str]] = {}
    for control in html5lib.parseFragment(page, namespaceHTMLElements=False).iter():
        if control.tag not in {"input", "textarea", "select"}:
            continue
        name, kind = control.get("name"), control.get("type")
        if control.tag == "textarea":
            sent.setdefault(name, []).append("".join(control.itertext()))
        elif control.tag == "select":
            chosen = [option.get("value") for option in control if option.get("selected") is not None]
            sent.setdefault(name, []).extend(chosen or [""])
        elif kind not in {"radio", "checkbox", "file"} or control.get("checked") is not None:
            sent.setdefault(name, []).append(control.get("value") or "")
    return sent


typed = st.text(st.characters(exclude_categories=[]), max_size=60)


@pytest.mark.takes(20)
@settings(deadline=None)
@given(typed, typed)
def test_every_letter_comes_back_however_deep_the_control_stands(line: str, story: str) -> None:
    fields: dict[str, Field] = {
        "line": Text("Line", S, R),
        "safe": YesNo("Safe?", S, R),
        "story": LongText("Story", S, R, asked_when=("safe", False)),
        "short": LongText("Short", S, R, asked_when=("safe", False), max_length=100),
    }
    raw = keepable(
        {
            "line": [line.replace("\n", " ").replace("\r", " ")],
            "story": [story],
            "short": [story],
            "safe": ["no"],
        }
    )
    page = html(EntryForm(fields, raw))
    check_html(page)
    back = sent_by(page)
    unix = raw["story"][0].replace("\r\n", "\n").replace("\r", "\n")
    assert back == {"line": raw["line"], "safe": ["no"], "story": [unix], "short": [unix]}


@pytest.mark.takes(5)
@pytest.mark.parametrize("raw", [FILLED, WRONG])
def test_a_form_sends_again_what_it_shows(raw: dict[str, list[str]]) -> None:
    ids = [child.id for child in CHILDREN]
    errors = parse_fields(FIELDS, raw, children=ids).errors
    back = sent_by(html(EntryForm(FIELDS, raw, errors, children=CHILDREN)))
    again = parse_fields(FIELDS, back, children=ids)
    assert again.values == parse_fields(FIELDS, raw, children=ids).values
    choices_lost = {"safe", "needs"}  # a choice that does not exist cannot be shown as picked
    messages = {error.message for error in errors if error.name not in choices_lost}
    assert messages <= {error.message for error in again.errors}


@pytest.mark.takes(5)
def test_every_error_leads_to_its_control() -> None:
    errors = parse_fields(FIELDS, WRONG, children=[child.id for child in CHILDREN]).errors
    form = EntryForm(FIELDS, WRONG, errors, children=CHILDREN)
    page = html(form)
    check_html(page)
    ids = {element.get("id") for element in html5lib.parseFragment(page, namespaceHTMLElements=False).iter()}
    assert len(form.summary) == len(errors) > 10
    for line in form.summary:
        assert line["href"].removeprefix("#") in ids


def test_an_error_says_whose_it_is() -> None:
    fields: dict[str, Field] = {"alone": YesNo("Seen alone?", S, R, per_child=True, required=True)}
    errors = parse_fields(fields, {}, children=["1", "2"]).errors
    form = EntryForm(fields, {}, errors, children=[ChildOf("1", "Rowan"), ChildOf("2", "Noor")])
    assert [line["text"] for line in form.summary] == [
        "Rowan: Answer “Seen alone?”",
        "Noor: Answer “Seen alone?”",
    ]


def test_an_error_of_the_whole_page_leads_nowhere() -> None:
    assert EntryForm(FIELDS, {}, [FieldError("", "Someone else did this first")]).summary == [
        {"text": "Someone else did this first"}
    ]


def test_a_question_is_uncovered_by_the_answer_beside_it() -> None:
    [safe] = EntryForm(FIELDS, {}, only=["safe", "why_not"]).controls
    assert [control.name for control in safe.reveals["no"]] == ["why_not"]


def test_a_question_whose_answer_stands_on_another_page_shows_or_not() -> None:
    assert [c.name for c in EntryForm(FIELDS, {"safe": ["no"]}, only=["why_not"]).controls] == ["why_not"]
    assert EntryForm(FIELDS, {"safe": ["yes"]}, only=["why_not"]).controls == []


def test_what_may_be_left_empty_says_so_unless_everything_may() -> None:
    def labels(**options: object) -> list[str]:
        form = EntryForm(FIELDS, {}, only=["name", "phone"], **options)  # type: ignore[arg-type]
        return [control.params["label"]["text"] for control in form.controls]

    assert labels() == ["Name of the school (optional)", "Telephone number"]
    assert labels(required=set()) == ["Name of the school", "Telephone number"]
    assert labels(dense=True) == ["Name of the school", "Telephone number (required)"]


def test_later_pages_head_a_row_with_the_name_typed_before() -> None:
    raw = {"children-0-given": ["Rowan"], "children-0-family": ["Alder"], "children-4-given": [""]}
    [group] = EntryForm(FIELDS, raw, only=["children.born"]).controls
    assert [row.title for row in group.rows] == ["Rowan Alder", "Child 2"]
    assert group.params["add"] == ""  # rows are added where their names are asked
    assert [row.id for row in group.rows] == ["children-0", "children-4"]


def test_carried_columns_are_sent_back_unseen() -> None:
    raw = {"children-0-given": ["Rowan"], "children-0-family": ["kept"]}
    form = EntryForm(FIELDS, raw, only=["children"], hidden=["children.family"])
    assert sent_by(html(form))["children-0-family"] == ["kept"]
    assert "Last name" not in html(form)


def test_the_only_question_of_a_page_is_its_heading() -> None:
    page = html(EntryForm(FIELDS, {}, only=["safe"], heading=True))
    assert "<h1" in page
    assert page.count("<h1") == 1


def test_the_key_is_kept_when_given_and_new_when_not() -> None:
    assert dict(EntryForm(FIELDS, key="abc").carried)["_key"] == "abc"
    assert len(dict(EntryForm(FIELDS).carried)["_key"]) == 32
