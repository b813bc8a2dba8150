"""Each way in which a page could not be used without a mouse, or without JavaScript, is seen."""

import html5lib
import pytest

from tests import html
from tests.usable import faults

TOKEN = '<input type="hidden" name="csrfmiddlewaretoken" value="1">'


def found(text: str) -> list[str]:
    return faults(html5lib.parse(f"<main>{text}</main>", namespaceHTMLElements=False), whole=True)


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ('<a href="/" tabindex="1">On</a>', "out of the order"),
        ('<a href="/" tabindex="-1">On</a>', "out of the keyboard"),
        ('<div role="button">On</div>', "acts as a control"),
        ("<a>On</a>", "a link to nowhere"),
        ('<p onclick="on()">On</p>', "with a script alone"),
        ('<form><button type="button">On</button><button>Send</button></form>', "nothing without JavaScript"),
        ('<form><input name="said"></form>', "no button that sends it"),
        ('<form method="post"><button>Send</button></form>', "has no token"),
        ('<select name="which"></select>', "stands in no form"),
    ],
)
def test_what_cannot_be_used_is_said(text: str, says: str) -> None:
    assert [says in one for one in found(text)] == [True], found(text)


def test_a_page_that_can_be_used_has_no_fault() -> None:
    form = f'<form method="post">{TOKEN}<input name="said"><button>Send</button></form>'
    assert found(f'{form}<a href="/">On</a><h2 tabindex="-1">Part</h2><button hidden>Menu</button>') == []


def test_a_page_is_read_once_also_where_part_of_it_is_for_browsers_without_scripts() -> None:
    """By the quick parser: the slow one is for what is amiss, and takes ten times as long for each page."""
    head = '<!DOCTYPE html><html lang="en"><head><title>A</title></head>'
    page = head + "<body><main><h1>A</h1><noscript>{}</noscript></main></body></html>"
    assert html._as_it_stands(page.format("<p>One</p>")) is not None
    assert html._as_it_stands(page.format("<p>One")) is None
    with pytest.raises(html.Malformed):
        html.check_html(page.format("<p>One"))
