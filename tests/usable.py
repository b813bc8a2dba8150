"""What a page must be so that a keyboard, and a browser without JavaScript, can do all that it offers."""

from collections.abc import Iterator
from typing import Any

_NATIVE = {"a", "button", "input", "select", "textarea", "summary"}
_ACTS = {"button", "checkbox", "combobox", "link", "menuitem", "radio", "slider", "switch", "tab", "textbox"}
_FIRST_BUTTON = "gt-first-button"  # what Enter presses; the same button stands at the end of the form
_SENT = {"button", "input", "select", "textarea"}
_NEEDS_SCRIPT = {"button", "reset"}  # types of a button that sends nothing


def faults(tree: Any, *, whole: bool) -> list[str]:
    """Why somebody without a mouse, or without JavaScript, could not use this page; none where they can.

    Of a part of a page that a script puts into another one (not `whole`), its forms are not looked at.
    """
    found = [said for element in tree.iter() for said in _of_element(element)]
    return [*found, *_of_forms(tree)] if whole else found


def _of_element(element: Any) -> Iterator[str]:
    what = f"<{element.tag} {element.get('class', '')} {element.get('id', '')}>"
    order, native = element.get("tabindex", ""), element.tag in _NATIVE
    if order.isdigit() and int(order) > 0:
        yield f"{what} takes the keyboard out of the order of the page"
    if native and order == "-1" and element.get("class") != _FIRST_BUTTON:
        yield f"{what} is out of the keyboard's reach"
    if element.get("role") in _ACTS and not native:
        yield f"{what} acts as a control and is none"
    if element.tag == "a" and not element.get("href"):
        yield f"{what} is a link to nowhere, which no keyboard stops at"
    if any(name.startswith("on") for name in element.keys()):  # noqa: SIM118 - an element, not a mapping
        yield f"{what} does something with a script alone"
    if element.tag == "button" and element.get("type") in _NEEDS_SCRIPT and element.get("hidden") is None:
        yield f"{what} is a button that does nothing without JavaScript"


def _of_forms(tree: Any) -> Iterator[str]:
    inside = set()
    for form in tree.iter("form"):
        inside |= set(form.iter())
        named = form.get("action") or form.get("id") or "a form"
        own = [*form.iter(), *(one for one in tree.iter() if one.get("form") == form.get("id", " "))]
        if not any(map(_sends, own)):
            yield f"{named} has no button that sends it"
        posts = (form.get("method") or "get").lower() == "post"
        if posts and not any(one.get("name") == "csrfmiddlewaretoken" for one in own):
            yield f"{named} would be refused: it has no token"
    for control in tree.iter():
        if control.tag in _SENT and control not in inside and not {"form", "hidden"} & set(control.keys()):
            yield f"<{control.tag} {control.get('name', '')}> stands in no form"


def _sends(control: Any) -> bool:
    if control.tag == "button":
        return control.get("type", "submit") == "submit"
    return control.tag == "input" and control.get("type") in {"submit", "image"}
