"""Fills in page after page as one person would, and notices what is asked that was answered before.

A question is known by its name in the procedure (a fact, a point, a field) and by its words. It is asked
twice when a later page shows it empty although an earlier page of the same child's case has an answer.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from itertools import count
from typing import Any

from tests.integration.frontdoor.plain import PlainBrowser, words

# What belongs to one act and to no other: each meeting has its own people, each decision its own reasons.
OF_THE_ACT = {
    *("outcome", "decision", "happened_at", "what", "who", "opinion", "about", "reasons", "late_reason"),
    *("people", "views", "actions", "dissent", "how", "where", "place", "happened_when", "visited_at"),
    *("next_review", "future_help", "in_need_plan", "in_need_review"),  # decided anew by each conference
    "lead_worker_name",  # only where the worker is not on the list
    *("facts", "child_facts", "child_views", "impact", "child_view"),  # of one dimension, of one meeting
    *("not_applicable", "missing", "held_at", "channel", "form", "voice", "observed", "tasks", "progress"),
}
_CHILD = re.compile(r"^child-[0-9a-f-]{36}-")
_BOX = re.compile(r"-(day|month|year|time)$")
_ROW = re.compile(r"-\d+-")


@dataclass
class Question:
    """One question of a page: its name without whose it is, its words, the controls, what stands in it."""

    name: str
    label: str
    controls: list[Any] = field(default_factory=list)

    @property
    def group(self) -> str:
        """The rows to which it belongs, or itself."""
        return _ROW.split(self.name)[0]

    @property
    def empty(self) -> bool:
        """Whether nothing stands in it."""
        return not any(_holds(one) for one in self.controls)


def _holds(control: Any) -> bool:
    if control.get("type") in {"radio", "checkbox"}:
        return control.get("checked") is not None
    if control.tag == "select":
        return any(one.get("selected") is not None and one.get("value") for one in control.iter("option"))
    return bool((control.text if control.tag == "textarea" else control.get("value")) or "")


def questions(page: PlainBrowser) -> dict[str, Question]:
    """The questions of the main form, by the name of their controls without boxes."""
    form = next(one for one in page.tree.iter("form") if one.get("id") == "gt-form")
    labels = {one.get("for"): words(one) for one in form.iter("label")}
    legends = {
        control: words(next(fieldset.iter("legend"), None))
        for fieldset in form.iter("fieldset")
        for control in fieldset.iter()
        if control.tag in {"input", "select", "textarea"}
    }
    found: dict[str, Question] = {}
    for control in form.iter():
        name = control.get("name", "")
        if control.tag not in {"input", "textarea", "select"} or control.get("type") in {
            "hidden",
            "submit",
            "button",
            "file",
        }:
            continue
        if not name or name.startswith("_"):
            continue
        key = _BOX.sub("", name)
        label = legends.get(control) if key != name or control.get("type") in {"radio", "checkbox"} else None
        label = label or labels.get(control.get("id"), "")
        found.setdefault(key, Question(_CHILD.sub("", key), label)).controls.append(control)
    return found


@dataclass
class Walk:
    """One case from page to page. `asked_twice`: on which page, and the question."""

    prefer: Mapping[str, str]
    answered: dict[str, str] = field(default_factory=dict)
    asked_twice: list[tuple[str, str]] = field(default_factory=list)
    number: Any = field(default_factory=lambda: count(1))

    def arrive(self, page: PlainBrowser, where: str) -> None:
        """Look at a page before anything is typed."""
        assert page.status == 200, (where, page.path, page.said[:300])
        for one in questions(page).values():
            if {one.name, one.group} & OF_THE_ACT or not one.empty:
                continue
            before = self.answered.get(one.name) or self.answered.get(one.label)
            if before and before != where:
                self.asked_twice.append((where, one.group))

    def fill(self, page: PlainBrowser, where: str, *, press: str = "", **said: str) -> PlainBrowser:
        """Answer every question once with words of its own, then go on; what is refused is left out."""
        self.arrive(page, where)
        typed = self.typed(page, said)
        for _ in range(6):
            asked = questions(page)
            page.send(typed, press=press)
            if not page.errors:
                self.learn(asked, typed, where)
                return page
            wrong = {_BOX.sub("", href.removeprefix("#")) for _, href in page.errors}
            typed = self.again(typed, wrong, page)
        raise AssertionError((where, page.path, page.errors))

    def typed(self, page: PlainBrowser, said: Mapping[str, str]) -> dict[str, str]:
        """An answer for every question that stands empty, and those that were asked for."""
        typed: dict[str, str] = {}
        for key, one in questions(page).items():
            wanted = said.get(one.name) or self.prefer.get(one.name)
            if wanted is None and not one.empty:
                continue
            typed |= self.answer(key, one, wanted)
        return typed

    def answer(self, key: str, one: Question, wanted: str | None) -> dict[str, str]:
        """One answer, as it is typed."""
        first = one.controls[0]
        if len(one.controls) > 1 and any(_BOX.search(each.get("name")) for each in one.controls):
            day = wanted or "2026-11-02"
            year, month, date = (str(int(part)) for part in day[:10].split("-"))
            boxes = {"day": date, "month": month, "year": year, "time": day[11:] or "09:00"}
            there = {
                _BOX.search(each.get("name", ""))[1]
                for each in one.controls
                if _BOX.search(each.get("name", ""))
            }
            return {f"{key}-{box}": text for box, text in boxes.items() if box in there}
        if first.get("type") in {"radio", "checkbox"}:
            values = [each.get("value") for each in one.controls]
            return {key: wanted if wanted in values else values[0]} if wanted != "" else {}
        if first.tag == "select":
            values = [each.get("value") for each in first.iter("option") if each.get("value")]
            return {key: wanted if wanted in values else values[0]} if values else {}
        if wanted is not None:
            return {key: wanted}
        if first.get("type") in {"tel", "email"} or first.get("inputmode") == "numeric":
            return {}
        return {key: f"Sentinel {next(self.number)}"}

    def again(self, typed: dict[str, str], wrong: set[str], page: PlainBrowser) -> dict[str, str]:
        """Without what was refused; with what turned out to be needed."""
        kept = {name: "" if _BOX.sub("", name) in wrong else text for name, text in typed.items()}
        needed = {key: one for key, one in questions(page).items() if key in wrong and key not in typed}
        for key, one in needed.items():
            kept |= self.answer(key, one, self.prefer.get(one.name))
        return kept

    def learn(self, asked: Mapping[str, Question], typed: Mapping[str, str], where: str) -> None:
        """Remember what now has an answer."""
        answered = {_BOX.sub("", name) for name, text in typed.items() if text}
        for key, one in asked.items():
            if key in answered or not one.empty:
                self.answered.setdefault(one.name, where)
                if one.label:
                    self.answered.setdefault(one.label, where)
