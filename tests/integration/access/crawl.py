"""Opens every address of the service as one person, and looks for seeds in whatever comes back."""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from html import unescape
from itertools import product
from typing import Any

from django.conf import settings
from django.http import HttpResponse
from django.test import Client

from goldthread.accounts.models import User
from goldthread.config.access_page import addresses_with_rules
from goldthread.web.guard import AccessRule, Kind
from tests.integration.access.household import Case
from tests.integration.access.traces import faults
from tests.integration.documents.household import NOW
from tests.integration.documents.seeded import plain
from tests.proving import prove

LAST = "/sign-out/"
PLACE = re.compile(r"<(?:\w+:)?(\w+)>")
REGULAR = re.compile(r"\(\?P(<\w+>)[^)]*\)")  # a place, as addresses of the sign-in library write it
POSTED = {"text": "Rowan Alder", "q": "Rowan Alder"}  # whoever looks for someone looks for him


class Unfilled(AssertionError):
    """An address of the service that this crawl does not know how to open."""


@dataclass(frozen=True)
class Address:
    """One address, with what its view asks, and every way in which its places are filled."""

    pattern: str
    rule: AccessRule
    filled: tuple[str, ...]


def addresses(case: Case) -> list[Address]:
    """All of them. Raises Unfilled for one without a rule, or with a place for which nothing is known."""
    found = []
    for pattern, rule in addresses_with_rules():
        if rule is None:
            raise Unfilled(f"{pattern} has no rule")
        found.append(Address(pattern, rule, tuple(filled(pattern, fills(case, pattern)))))
    return sorted(found, key=lambda one: (one.pattern == LAST, one.pattern))


def filled(pattern: str, known: Mapping[str, Iterable[Any]]) -> Iterator[str]:
    """Every way in which an address is filled with what is known. Raises Unfilled."""
    plain_pattern = REGULAR.sub(r"\1", pattern).replace("^", "").replace("$", "")
    names = PLACE.findall(plain_pattern)
    if missing := [name for name in names if name not in known and not isinstance(known, defaultdict)]:
        raise Unfilled(f"{pattern}: nothing to put for {', '.join(missing)}")
    for chosen in product(*(known[name] for name in names)):
        values = iter(chosen)
        address = PLACE.sub(lambda _: str(next(values)), plain_pattern)  # noqa: B023 - used at once
        if set("<>^$()?") & set(address):
            raise Unfilled(f"{pattern}: is not an address")
        yield address


def fills(case: Case, pattern: str) -> dict[str, Iterable[Any]]:
    """What to put in the places of an address, by the part of the service that it belongs to."""
    return {**_records(case), **_work(case), **_access(case)}.get(pattern.split("/")[1], {})


def _records(case: Case) -> dict[str, dict[str, Iterable[Any]]]:
    """For the parts that show what is on record of people."""
    files, asks, step = (
        [file.pk for file in case.files],
        [one.pk for one in case.asks],
        ["strategy_discussion"],
    )
    rowan, twin, unnamed = [case.rowan.pk], [case.twin.pk], [case.unnamed.pk]
    children = {
        "fact_id": [case.fact.pk],
        "section": ["need"],
        "name": ["initial"],
        "step": step,
        "entry_id": asks[:1],
    }
    children["draft_id"] = [case.booking.pk]  # as which a discussion is written together
    return {
        "children": {"subject_id": [*rowan, case.meg.pk], **children},
        "contacts": {
            "entry_id": unnamed,
            "work_id": [case.decision.pk],
            "subject_id": twin,
            "known_id": rowan,
        },
        "entries": {
            "entry_id": [*unnamed, case.entries[1].pk, case.kept.pk],
            "file_id": files[1:],
            "subject_id": rowan,
            "step": step,
        },
        "procedure": {"authority": [settings.GOLDTHREAD_AUTHORITY], "number": [1], "step_id": step},
        "records": {"subject_id": rowan, "one_id": rowan, "other_id": twin, "entry_id": [case.merge.pk]},
    }


def _work(case: Case) -> dict[str, dict[str, Iterable[Any]]]:
    """For the parts where something is done: meetings, requests, what is being written."""
    note, contact, addition, consultation, shared = (draft.pk for draft in case.drafts)
    files, asks = [file.pk for file in case.files], [one.pk for one in case.asks]
    sent = {"entry_id": [case.sent.pk, case.unnamed.pk, case.help.pk], "file_id": files, "step": ["contact"]}
    return {
        "allegations": {
            "subject_id": [case.rowan.pk],
            "child_id": [case.twin.pk],
            "entry_id": [case.unnamed.pk],
            "file_id": files[:1],
            "draft_id": [contact],
            "page_id": ["adult"],
        },
        "complaints": {"entry_id": [case.complaint.pk]},
        "conferences": {"entry_id": [case.booking.pk]},
        "consultations": {"draft_id": [consultation]},
        "contributions": {"entry_id": [*asks, case.help.pk]},
        "copies": {"redaction_id": [case.copied.pk], "entry_id": asks[:1]},
        "core-groups": {"entry_id": [case.group.pk]},
        "disagreements": {"entry_id": [case.disputed.pk], "to": ["answer"]},
        "drafts": {"draft_id": [note, shared]},
        "early-help": {"entry_id": [case.early.pk]},
        "help": {"entry_id": [case.help.pk]},
        "information": {"entry_id": [case.asked.pk]},
        "outbox": {"entry_id": [case.letter.pk]},
        "plans": {"entry_id": [case.plan.pk]},
        "report": {"draft_id": [contact], "page_id": ["children"]},
        "requests": {**sent, "draft_id": [contact, addition], "page_id": ["children"], "to": ["answer"]},
        "certificates": {"entry_id": [case.certificate.pk]},
        "destruction": {"entry_id": [case.proposal.pk]},
        "holds": {"entry_id": [case.hold.pk]},
        "rights": {"entry_id": [one.pk for one in case.rights]},
        "styleguide": {"name": ["step"]},
        "telephone": {"draft_id": [contact]},
        "told": {"entry_id": [case.explained.pk]},
    }


def _access(case: Case) -> dict[str, dict[str, Iterable[Any]]]:
    """For the parts about who may open what, and who signs in."""
    return {
        "access": {
            "subject_id": [case.rowan.pk],
            "glass_id": [case.glass.pk],
            "alert_id": [case.alert.pk],
        },
        "sign-in": {"provider_id": ["council"]},
        "my-account": {"pk": [1]},
        "accounts": {"user_id": [case.nurse.pk]},
        "invitation": {"secret": ["x"]},
        "^sign-in": {"uidb36": ["1"], "key": ["a-b"]},
        "emergencies": {"glass_id": [case.glass.pk]},
    }


def may_ask(user: User | None, one: Address) -> bool:
    """Whether the roles of this person let them ask for it, whatever the record says."""
    asks = one.rule.capability
    if user is not None:
        asks = one.rule.act(lambda act: user.may(act, at=NOW))
    return asks is None or (user is not None and user.may(asks, at=NOW))


def answers(user: User | None, every: Iterable[Address]) -> Iterator[tuple[Address, HttpResponse]]:
    """What this person gets, by GET or, where a page takes no GET, by POST."""
    client = Client(raise_request_exception=False)
    if user is not None:
        client.force_login(user)
        prove(client)
    for one in every:
        # whoever is refused for their role never gets as far as a record: one address of each kind will do
        for address in one.filled if may_ask(user, one) else one.filled[:1]:
            answer = client.get(address)
            if answer.status_code == 405:
                answer = client.post(address, POSTED)
            assert user is None or not (wrong := faults(user, one.rule, answer)), (address, wrong)
            yield one, answer


def whole(answer: HttpResponse) -> str:
    """All that came back, as letters and digits: the body, and headers with addresses and file names."""
    body = b"".join(answer) if answer.streaming else answer.content
    return plain(f"{answer.headers} {unescape(body.decode(errors='replace'))}")


def told(user: User | None, sought: Iterable[str], every: Iterable[Address]) -> dict[str, set[str]]:
    """By address, which of these words came back to this person. Nothing may be a fault."""
    keys = {plain(words): words for words in sought}
    found: dict[str, set[str]] = {}
    for one, answer in answers(user, every):
        assert answer.status_code < 500, (one.pattern, answer.status_code)
        text = whole(answer)
        if words := {words for key, words in keys.items() if key in text}:
            found.setdefault(one.pattern, set()).update(words)
    return found


def theirs(user: User, every: Iterable[Address]) -> list[Address]:
    """What the roles of this person let them ask for; not what is the same for everybody."""
    same = [one for one in every if one.rule.kind is Kind.PUBLIC and one.pattern == one.filled[0]]
    return [one for one in every if may_ask(user, one) and (one not in same or one.pattern == "/")]


def once(every: Iterable[Address]) -> list[Address]:
    """Each filled in the first way alone, for whoever is refused whatever it is filled with."""
    return [replace(one, filled=one.filled[:1]) for one in every]


def unreached(user: User, every: Iterable[Address]) -> set[str]:
    """The addresses of records at which somebody who may see these records finds nothing, or a fault."""
    return {
        one.pattern for one in every if not any(reply.status_code < 404 for _, reply in answers(user, [one]))
    }
