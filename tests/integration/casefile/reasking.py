"""Fills in page after page as one person would, and notices what is asked that was answered before.

A question is known by its name in the procedure (a fact, a point, a field) and by its words. It is asked
twice when a later page shows it empty although an earlier page of the same child's case has an answer. In a
row that names somebody it is a question about that person: which agency the mother belongs to is not answered
by the caller's. What must be decided afresh, such as whether a child still suffers harm, is not asked twice
where the earlier answer stands beside it with who gave it and when: `EARLIER`.
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
EARLIER = re.compile(r"\bEarlier: .+ \(.+, \d{1,2} \w+ \d{4}\)")  # an answer, who gave it, and when
_WHO = ("name", "given_names", "agency")  # the columns that say whom a row is about


@dataclass
class Question:
    """One question of a page: its name without whose it is, its words, the controls, what stands in it.

    `hint` stands beside it; `whose` is whom its row is about, empty outside rows and in an empty one.
    """

    name: str
    label: str
    hint: str = ""
    whose: str = ""
    controls: list[Any] = field(default_factory=list)

    @property
    def group(self) -> str:
        """The rows to which it belongs, or itself."""
        return _ROW.split(self.name)[0]

    @property
    def keys(self) -> tuple[str, ...]:
        """By what an earlier answer to it is found."""
        if not self.whose:
            return (self.name, self.label)
        return (f"{self.whose}: {self.name.rpartition('-')[2]}",)

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
    by_id = {one.get("id"): one for one in form.iter() if one.get("id")}
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
        hint = words(by_id.get(f"{key}-hint"))
        found.setdefault(key, Question(_CHILD.sub("", key), label, hint)).controls.append(control)
    for key, one in found.items():
        row = _ROW.search(key)
        named = (found.get(f"{key[: row.end()]}{column}") for column in _WHO) if row else ()
        one.whose = next((_text(each.controls[0]) for each in named if each and not each.empty), "")
    return found


def _text(control: Any) -> str:
    return (control.text if control.tag == "textarea" else control.get("value")) or ""


@dataclass
class Walk:
    """One case from page to page. `asked_twice`: on which page, and the question."""

    prefer: Mapping[str, str]
    answered: dict[str, str] = field(default_factory=dict)
    asked_twice: list[tuple[str, str]] = field(default_factory=list)
    number: Any = field(default_factory=lambda: count(1))

    def arrive(self, page: PlainBrowser, where: str, *, offered: str = "") -> None:
        """Look at a page before anything is typed; but not at the rows that a button fills in."""
        assert page.status == 200, (where, page.path, page.said[:300])
        for one in questions(page).values():
            if {one.name, one.group} & OF_THE_ACT or one.group == offered or not one.empty:
                continue
            if EARLIER.search(one.hint):
                continue
            before = next(filter(None, map(self.answered.get, one.keys)), "")
            if before and before != where:
                self.asked_twice.append((where, one.group))

    def fill(self, page: PlainBrowser, where: str, *, offer: str = "", **said: str) -> PlainBrowser:
        """Answer every question once with words of its own, then go on; what is refused is left out.

        `offer`: the button that fills in rows from what was just typed, such as `members:came`.
        """
        self.arrive(page, where, offered=offer.partition(":")[0])
        if offer:
            page.send(self.typed(page, said), press=offer)
            self.arrive(page, where)
        typed = self.typed(page, said)
        for _ in range(6):
            asked = questions(page)
            page.send(typed)
            if not page.errors:
                assert page.status == 200, (where, page.path, page.said[:600])
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
                for name in (one.name, *filter(None, (one.label, *one.keys))):
                    self.answered.setdefault(name, where)
