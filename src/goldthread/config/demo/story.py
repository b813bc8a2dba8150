"""What has happened at the demonstration's front door in the last weeks: contacts in every state."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from goldthread.accounts.capabilities import Capability
from goldthread.accounts.models import Team, User
from goldthread.frontdoor.operations.receiving import Known, Sending, receive
from goldthread.frontdoor.operations.work import record
from goldthread.ledger import operations as ledger
from goldthread.ledger.author import Author, acting
from goldthread.ledger.models import Entry

_ADDRESS = {"address": "4 Fernhollow Lane, Wrenfield", "postcode": "ZZ99 3VZ"}
_SCHOOL = {"form": "child_protection_request", "referrer_kind": "school", "channel": "online_form"}
_CALL = {"form": "none", "channel": "telephone", "acknowledged_aloud": True}


@dataclass(frozen=True)
class Scene:
    """One contact: how many hours ago, from whom, about whom, and how far it has come since."""

    hours_ago: float
    by: str
    values: Mapping[str, Any]
    then: tuple[str, ...] = ()
    outcome: str = "no_further_action"
    about_scene: int | None = None  # the same child as in that earlier scene
    household: list[dict[str, Any]] = field(default_factory=list)


def _child(given: str, family: str, born: str, **more: Any) -> dict[str, Any]:
    return {"given_names": given, "family_name": family, "born": born, **more}


def _adult(given: str, family: str, relationship: str) -> dict[str, Any]:
    return {
        "given_names": given,
        "family_name": family,
        "relationship": relationship,
        "lives_with_child": "yes",
        "has_parental_responsibility": "yes" if relationship == "mother" else "not_known",
    }


SCENES = (
    Scene(
        900,
        "officer",
        {
            **_CALL,
            "referrer_kind": "public",
            "anonymous": True,
            "limits_explained": True,
            "concern": "Children out in the street late at night, and shouting in the house.",
            "children": [_child("Rowan", "Alder", "2018-01-15", **_ADDRESS)],
        },
        ("screening", "decision", "authorised"),
        household=[_adult("Hazel", "Alder", "mother")],
    ),
    Scene(
        300,
        "nurse",
        {
            "channel": "online_form",
            "form": "child_protection_request",
            "referrer_kind": "hospital",
            "concern": "Bruising on both shins that does not fit what the parents say.",
            "suspected_crime": True,
            "parents_informed": "informed_only",
            "children": [_child("Juniper", "Marsh", "2024-09-03", nhs_number="9990000018")],
        },
        ("police", "routing", "screening", "decision", "authorised"),
        "strategy_discussion",
        household=[_adult("Linden", "Marsh", "father"), _adult("Ivy", "Marsh", "mother")],
    ),
    Scene(
        150,
        "key_worker",
        {
            "channel": "online_form",
            "form": "service_request",
            "referrer_kind": "families_first_key_worker",
            "concern": "Mum is worn out caring for two children with additional needs, and asks for breaks.",
            "pr_holder_agrees": True,
            "parents_informed": "agreed",
            "children": [_child("Bramble", "Teasel", "2016-05-20"), _child("Sorrel", "Teasel", "2019-11-02")],
        },
        ("routing", "screening", "decision", "authorised"),
        "early_help",
    ),
    Scene(
        52,
        "teacher",
        {
            **_SCHOOL,
            "consulted_hub": True,
            "consultation_advice": "child_protection_request",
            "concern": "Neglect building over months: hungry, tired, in the same clothes for days.",
            "parents_informed": "agreed",
            "immediate_danger": False,
            "asked_domestic_abuse": "not_known",
            "asked_mental_illness": "yes",
            "asked_substance_misuse": "not_known",
            "asked_learning_difficulties": "no",
        },
        ("routing", "screening", "decision"),
        "assessment",
        about_scene=0,
        household=[_adult("Hazel", "Alder", "mother"), _adult("Ash", "Alder", "sibling")],
    ),
    Scene(
        5,
        "teacher",
        {
            **_SCHOOL,
            "consulted_hub": False,
            "concern": "Often late, and says there is no food at home at the weekend.",
            "immediate_danger": False,
            "parents_informed": "agreed",
            "children": [_child("Clover", "Pennywort", "2015-07-30", school="Alderbrook Primary School")],
        },
    ),
    Scene(
        2,
        "officer",
        {
            **_CALL,
            "referrer_kind": "police",
            "referrer_name": "Idris Thornapple",
            "referrer_agency": "Police (demonstration)",
            "concern": "Called to a fight between the parents last night; a baby was in the room.",
            "significant_harm": True,
            "suspected_crime": True,
            "children": [_child("Wren", "Sedge", "2026-02-11", address="19 Kestrel Rise, Wrenfield")],
        },
        household=[_adult("Reed", "Sedge", "father"), _adult("Flora", "Sedge", "mother")],
    ),
    Scene(
        0.5,
        "officer",
        {
            **_CALL,
            "referrer_kind": "public",
            "referrer_name": "A neighbour",
            "withhold_identity": True,
            "limits_explained": True,
            "concern": "Two small children seen alone in the flat above for the last three evenings.",
            "children": [
                {"family_name": "Thistle", "age_about": "4"},
                {"family_name": "Thistle", "age_about": "2"},
            ],
        },
    ),
)


def play(people: Mapping[str, User], *, at: datetime) -> None:
    """Make every scene happen, up to `at`."""
    contacts: list[Entry] = []
    for number, scene in enumerate(SCENES):
        when = at - timedelta(hours=scene.hours_ago)
        known = _known(contacts, scene)
        contact = receive(
            by=_author(people[scene.by], when),
            at=when,
            values=_values(scene, people[scene.by]),
            sending=Sending(key=f"demonstration/{number}"),
            known=known,
        )
        contacts.append(contact)
        _go_on(people, contact, scene, number, when)


def _values(scene: Scene, sender: User) -> dict[str, Any]:
    """The answers, with the sender's own details where the sender wrote them."""
    values = {"children": [{}], **scene.values, "household": scene.household}
    if values["channel"] == "online_form":
        values |= {"referrer_name": sender.name, "referrer_email": sender.email}
    return values


def _known(contacts: list[Entry], scene: Scene) -> Known | None:
    if scene.about_scene is None:
        return None
    parts = contacts[scene.about_scene].parts.order_by("pk")
    child, mother = parts.filter(episode__isnull=False)[0], parts.filter(episode__isnull=True)[0]
    return Known(children={0: child.subject_id}, household={0: mother.subject_id})


def _author(user: User, at: datetime) -> Author:
    for capability in (Capability.SEND_REQUEST, Capability.TAKE_CONTACT):
        if user.may(capability, at=at):
            return acting(user, capability, at=at)
    raise ValueError(f"{user} sends and takes no contacts")


def _go_on(people: Mapping[str, User], contact: Entry, scene: Scene, number: int, at: datetime) -> None:
    children = [part.subject_id for part in contact.parts.filter(episode__isnull=False)]
    for place, act in enumerate(scene.then, 1):
        when = at + timedelta(minutes=40 * place)
        if act == "authorised":
            decision = contact.replies.get(kind="decision")
            manager = acting(people["manager"], Capability.AUTHORISE_DECISION, at=when)
            ledger.authorise(
                by=manager, at=when, entry=decision, reason="", key=f"demonstration/{number}/{act}"
            )
            continue
        kind, who, capability, values, own = _acts(people, scene)[act]
        record(
            by=acting(people[who], capability, at=when),
            at=when,
            contact=contact,
            kind=kind,
            values=values,
            children=dict.fromkeys(children, own),
            sending=Sending(key=f"demonstration/{number}/{act}"),
        )


_Act = tuple[str, str, Capability, Mapping[str, Any], Mapping[str, Any]]


def _acts(people: Mapping[str, User], scene: Scene) -> dict[str, _Act]:
    """What each act of a scene signs: kind of entry, who, in which capability, and the answers."""
    return {
        "police": ("police_notification", "officer", Capability.RECORD_WORK, _POLICE, {}),
        "routing": ("routing", "officer", Capability.ROUTE, _routing(people), {}),
        "screening": (
            "screening",
            "social_worker",
            Capability.SCREEN,
            {**_SCREENING, "nature_of_concern": scene.values["concern"]},
            {"where_now": "At home", "significant_harm": scene.outcome == "strategy_discussion"},
        ),
        "decision": (
            "decision",
            "delegated",
            Capability.DECIDE,
            _DECISION,
            {"outcome": scene.outcome, "early_help_route": "short_breaks"},
        ),
    }


_POLICE = {"told_to": "The duty sergeant", "told": "What the hospital reported."}
_SCREENING = {
    "foundations": "What the referrer saw and heard.",
    "records_checked": "All records of the household.",
}
_DECISION = {
    "reasons": "On what the referrer told us and what our records show.",
    "late_reason": "Demonstration",
}


def _routing(people: Mapping[str, User]) -> dict[str, str]:
    team = Team.objects.get(memberships__user=people["assessor"])
    return {"service": "assessment_team", "team": str(team.pk), "team_name": team.name, "why": "Screening"}
