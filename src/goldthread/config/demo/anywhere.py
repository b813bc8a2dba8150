"""A demonstration made from any pack: a person for each role, a team for each service, and a few contacts."""

from collections.abc import Iterable, Mapping
from contextlib import suppress
from datetime import datetime, timedelta
from itertools import cycle
from typing import Any

from django.db import transaction

from goldthread.accounts.capabilities import Capability
from goldthread.accounts.models import Agency, Membership, Team, User
from goldthread.accounts.roles import roles
from goldthread.frontdoor.doors import PUBLIC, REQUEST, form_for, forms_for
from goldthread.frontdoor.operations.receiving import Sending, receive
from goldthread.frontdoor.operations.work import record
from goldthread.ledger import operations as ledger
from goldthread.ledger import procedure, recordable
from goldthread.ledger.author import Author, acting
from goldthread.ledger.models import Entry, Episode
from goldthread.ledger.operations import Links, Part
from goldthread.ledger.state import NotRecorded, states
from goldthread.procedures.pack import Pack
from goldthread.procedures.referrers import of_the_public

_LONG = timedelta(days=900)
_NAMES = (
    *("Gwen Ferriby", "Leila Hawthorn", "Owen Tranter", "Ruth Sallow", "Femi Stonecrop", "Nia Bracewell"),
    *("Anil Corrigan", "Bryony Castell", "Marcus Oatley", "Sam Whitlock", "Edda Loveday", "Kofi Marchbank"),
    *("Una Silverside", "Bede Farrow", "Tamsin Hollis", "Joss Wetherby", "Amina Thistlewood"),
    *("Merrin Oakhanger", "Piers Copperfield", "Orla Winterbourne", "Hal Greatorex"),
)
_AGENCIES = {
    "school": ("Alderbrook Primary School", "Priya Larkspur", "Designated safeguarding lead"),
    "hospital": ("Meadowlark Hospital", "Tobias Fennel", "Paediatric nurse"),
    "other_health": ("Fernhollow Surgery", "Esme Quillfeather", "Health visitor"),
    "police": ("Police (demonstration)", "Idris Thornapple", "Police constable"),
}
_ADDRESS = {"address": "4 Fernhollow Lane, Wrenfield", "postcode": "ZZ99 3VZ"}
_CALL = {"channel": "telephone", "form": "none", "immediate_danger": False, "parents_informed": "agreed"}


def engage(*, at: datetime) -> dict[str, User]:
    """One person for each role in which something can be done here, and referrers from other agencies."""
    pack = procedure.newest()
    council = Agency.objects.create(name="Children’s Services", kind="council")
    teams = {
        name: Team.objects.create(name=service.title, service=name) for name, service in pack.services.items()
    }
    people: dict[str, User] = {}
    names = cycle(_NAMES)
    for name, role in roles().items():
        if _is_a_person(pack, name):
            people[name] = _person(next(names), role.title, council)
            _hold(people[name], name, teams.get(name), at)
    for kind in pack.facts["referrer_kind"].values:
        if kind in _AGENCIES:
            agency, name, designation = _AGENCIES[kind]
            of = Agency.objects.create(name=agency, kind=kind)
            people[kind] = _person(name, designation, of)
            _hold(people[kind], "professional_referrer", None, at)
    return people


def _is_a_person(pack: Pack, name: str) -> bool:
    """Whether somebody here holds the role, rather than a meeting, a body, or whoever the base alone names.

    A body is what others of the pack count as, or takes part without looking anyone up.
    """
    base = pack.base.roles if pack.base else {}
    may = roles()[name].may
    if Capability.READ_AUDIT in may:
        return True
    own, in_base = pack.roles[name] is not base.get(name), name in base
    counted_as = {each for role in pack.roles.values() for each in role.counts_as}
    named = not pack.roles[name].title.startswith("The ")
    stands_alone = in_base or (named and name not in counted_as and bool(pack.roles[name].may))
    return own and stands_alone and Capability.SEARCH_PEOPLE in may


def _person(name: str, job: str, of: Agency) -> User:
    email = f"{name.lower().replace(' ', '.')}.{job.lower().replace(' ', '-')}@example.org"
    email = "".join(letter for letter in email if letter.isalnum() or letter in ".-@")
    return User.objects.create_user(email=email, password=None, name=name, designation=job, agency=of)


def _hold(person: User, role: str, team: Team | None, at: datetime) -> None:
    Membership.objects.create(user=person, role=role, team=team, since=at - _LONG)


def play(people: Mapping[str, User], *, at: datetime) -> None:
    """A few contacts by every door of the pack; the first is decided, the second gone on with."""
    pack = procedure.newest()
    contacts = [
        _receive(number, by, values, at - timedelta(hours=hours))
        for number, (hours, by, values) in enumerate(_scenes(pack, people, at))
    ]
    if contacts:
        _decide(contacts[0], people.values(), at - timedelta(hours=1))
        _go_on(contacts[-1], people.values(), at - timedelta(minutes=20))


_Scene = tuple[float, Author, dict[str, Any]]


def _scenes(pack: Pack, people: Mapping[str, User], at: datetime) -> list[_Scene]:
    """When, by whom and what: by telephone, by the pack's own forms, and from the public."""
    taker = next((one for one in people.values() if one.may(Capability.TAKE_CONTACT, at=at)), None)
    sender = next((one for one in people.values() if one.may(Capability.SEND_REQUEST, at=at)), None)
    unasked = () if "consent" in pack.facts else ("parents_informed",)
    call = {name: said for name, said in _CALL.items() if name not in unasked}
    scenes: list[_Scene] = []
    if sender is None:
        return scenes
    if taker is not None:
        by = acting(taker, Capability.TAKE_CONTACT, at=at)
        scenes.append((30, by, _told(sender) | call | _about("Bramble", "Teasel", "2016-05-20")))
        scenes.append((2, by, _told(sender) | call | _about("Wren", "Sedge", "2021-02-11")))
    for form, written in forms_for(pack, REQUEST).items():
        if (written.starts or "contact.received") in pack.head.starts_with:
            by = acting(sender, Capability.SEND_REQUEST, at=at)
            own = {"channel": "online_form", "form": form, "referrer_email": sender.email}
            told = _told(sender) | call | own | _about("Clover", "Pennywort", "2015-07-30")
            scenes.insert(1, (5, by, told))
    if public := form_for(pack, PUBLIC):
        kind = next(kind for kind in pack.facts["referrer_kind"].values if kind in of_the_public(pack))
        said = {"channel": "online_form", "form": public, "anonymous": True, "referrer_kind": kind}
        scenes.insert(1, (8, Author(role="referrer"), said | _about("Sorrel", "Thistle", "2019-11-02")))
    return scenes


def _told(sender: User) -> dict[str, Any]:
    return {
        "referrer_kind": sender.agency.kind,
        "referrer_name": sender.name,
        "referrer_agency": sender.agency.name,
        "referrer_phone": "01632 960 102",
    }


def _about(given: str, family: str, born: str) -> dict[str, Any]:
    child = {"given_names": given, "family_name": family, "born": born, **_ADDRESS}
    return {"concern": "Often hungry and tired, and worse since the spring.", "children": [child]}


def _receive(number: int, by: Author, values: dict[str, Any], when: datetime) -> Entry:
    return receive(by=by, at=when, values=values, sending=Sending(key=f"demonstration/{number}"))


def _as(person: User, role: str) -> Author:
    return Author(role, person.name, person.designation, person, person.agency)


def _decide(contact: Entry, people: Iterable[User], at: datetime) -> None:
    """The first decision that leaves the case open, by whoever may."""
    step, table = procedure.newest().steps.get("decision"), procedure.procedure().latest
    open_ones = [name for name, outcome in step.outcomes.items() if not outcome.ends_case] if step else []
    children = [part.subject_id for part in contact.parts.filter(episode__isnull=False)]
    for outcome in open_ones:
        for person in people:
            role = recordable.role_for(table, person.roles(at=at), f"decision.{outcome}")
            if role:
                with suppress(NotRecorded), transaction.atomic():
                    record(
                        by=_as(person, role),
                        at=at,
                        contact=contact,
                        kind="decision",
                        values={"reasons": "On what we were told and what our records show."},
                        children={child: {"outcome": outcome} for child in children},
                        sending=Sending(key="demonstration/decision"),
                    )
                return


def _go_on(contact: Entry, people: Iterable[User], at: datetime) -> None:
    """The first step without a page of its own that somebody may record now."""
    episodes = Episode.objects.filter(parts__entry=contact).select_related("subject")
    folded = states(episodes)
    for person in people:
        held = person.roles(at=at)
        found = recordable.expected(folded.values(), held, at)
        if person.may(Capability.RECORD_WORK, at=at) and found:
            step, outcomes = next(iter(found.items()))
            role = recordable.role_for(procedure.procedure().latest, held, f"{step}.{outcomes[0]}")
            with suppress(NotRecorded), transaction.atomic():
                ledger.sign(
                    by=_as(person, role),
                    at=at,
                    kind=recordable.KIND,
                    values={"step": step, "outcome": outcomes[0], "what": "For the demonstration."},
                    parts=[Part(episode.subject) for episode in episodes],
                    key="demonstration/step",
                    links=Links(answers=contact),
                )
            return
