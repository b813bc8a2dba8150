"""A browser without JavaScript: it reads the page it is given, and sends the forms that stand on it."""

import re
from collections.abc import Mapping, Sequence
from typing import Any

import html5lib
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from django.test import Client

MAIN = "gt-form"
_UNSENT = {"submit", "button", "file"}


class PlainBrowser:
    """Follows redirects, keeps the page, and fills in only what the page asks."""

    def __init__(self, client: Client | None = None) -> None:
        self.client = client or Client()
        self.path = ""
        self.status = 0
        self.text = ""
        self._parsed: Any = None

    def go(self, path: str) -> "PlainBrowser":
        """Open a page, following redirects."""
        return self._keep(self.client.get(path, follow=True), path)

    def send(
        self,
        answers: Mapping[str, Any] | None = None,
        *,
        press: str = "",
        form: str = MAIN,
        to: str = "",
        follow: bool = True,
    ) -> "PlainBrowser":
        """Send a form of this page as it stands, with these answers; `press` names another button.

        Not to `follow` leaves the page that comes after it unread, which saves the time that it takes.
        """
        fields = {**self.fields(form), **(answers or {})}
        if press:
            fields["_action"] = press
        address = to or self._form(form).get("action") or self.path
        return self._keep(self.client.post(address, fields, follow=follow), address)

    def attach(self, name: str, file: str, content: bytes) -> "PlainBrowser":
        """Send the form with a file chosen."""
        return self.send({name: SimpleUploadedFile(file, content)})

    def fields(self, form: str = MAIN) -> dict[str, list[str]]:
        """What the form would send now: every control with what stands in it."""
        sent: dict[str, list[str]] = {}
        for control in self._form(form).iter():
            name = control.get("name")
            if control.tag == "textarea" and name:
                sent.setdefault(name, []).append((control.text or "").removeprefix("\n"))
            elif control.tag == "select" and name:
                chosen = [option for option in control.iter("option") if option.get("selected") is not None]
                sent.setdefault(name, []).extend(option.get("value", "") for option in chosen)
            elif control.tag == "input" and name and control.get("type") not in _UNSENT:
                if control.get("type") in {"radio", "checkbox"} and control.get("checked") is None:
                    continue
                sent.setdefault(name, []).append(control.get("value", ""))
        return sent

    @property
    def action(self) -> str:
        """Where the main form is sent."""
        return self._form(MAIN).get("action") or self.path

    def asks(self) -> set[str]:
        """The names of the controls of the main form, hidden ones left out."""
        controls = [
            control for control in self._form(MAIN).iter() if control.tag in {"input", "textarea", "select"}
        ]
        return {control.get("name", "") for control in controls if control.get("type") != "hidden"}

    def answer(self, answers: Mapping[str, Any]) -> "PlainBrowser":
        """Fill in those of the answers that this page asks, and go on."""
        asked = self.asks()
        return self.send({name: value for name, value in answers.items() if name in asked})

    def through(self, answers: Mapping[str, Any], until: str) -> list[str]:
        """Answer page after page until one whose heading is `until`; the headings of those before it."""
        seen = []
        while self.heading != until:
            assert self.status == 200, f"{self.path}: {self.errors or self.text[:2000]}"
            assert len(seen) < 60, f"no end: {seen}"
            seen.append(self.heading)
            if self.heading.startswith("Get help"):
                self.go(self.link("Help is on its way: continue"))
            else:
                self.answer(answers)
        return seen

    @property
    def tree(self) -> Any:
        """The page, parsed once."""
        if self._parsed is None:
            self._parsed = html5lib.parse(self.text, namespaceHTMLElements=False)
        return self._parsed

    @property
    def heading(self) -> str:
        """The words of the h1."""
        return words(self.tree.find(".//h1"))

    @property
    def title(self) -> str:
        """The page's title."""
        return words(self.tree.find(".//title"))

    @property
    def said(self) -> str:
        """Every word of the page's own part, with single spaces."""
        return words(self.tree.find(".//main"))

    @property
    def errors(self) -> list[tuple[str, str]]:
        """The error summary: words and where each leads."""
        for box in self.tree.iter("div"):
            if "govuk-error-summary" in box.get("class", "").split():
                return [(words(link), link.get("href", "")) for link in box.iter("a")]
        return []

    def link(self, text: str) -> str:
        """Where the link with these words leads."""
        found: Sequence[str] = [a.get("href", "") for a in self.tree.iter("a") if words(a) == text]
        assert found, f"no link {text!r} on {self.path}"
        return found[0]

    def _form(self, name: str) -> Any:
        forms = list(self.tree.iter("form"))
        found = [
            form for form in forms if form.get("id") == name or (form.get("action") or "").endswith(name)
        ]
        assert found, f"no form {name!r} on {self.path}"
        return found[0]

    def _keep(self, response: Any, path: str) -> "PlainBrowser":
        answer: HttpResponse = response
        chain = getattr(response, "redirect_chain", ())
        self.path = chain[-1][0] if chain else path
        self.status, self.text = answer.status_code, answer.content.decode()
        self._parsed = getattr(answer, "tree", None)  # parsed already when it was checked
        return self


def words(element: Any) -> str:
    """The text of an element with single spaces."""
    return re.sub(r"\s+", " ", "".join(element.itertext())).strip() if element is not None else ""
