"""What people meet at the front desk: services and their hours, routes, guidance, forms and letters."""

from collections.abc import Mapping
from datetime import date
from typing import Literal

from goldthread.procedures.format.cites import Cites, Readings, Requirements
from goldthread.procedures.format.hours import Hours
from goldthread.procedures.format.keys import NONE, FieldName, Id, OneOrMany, Part

Weekday = Literal["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"]


Purpose = Literal["public_report", "professional_request", "telephone_contact"]


class Service(Part):
    """A desk, line or team that people reach, and when."""

    title: str
    """Its name."""
    says: str = ""
    """What it is for."""
    telephone: str = ""
    """Its number, as the source prints it."""
    email: str = ""
    """Its e-mail address."""
    address: str = ""
    """Its postal address."""
    exists_from: date | None = None
    """The first day it exists."""
    replaces: str = ""
    """What it took the place of."""
    hours: Mapping[Weekday, Hours] = NONE
    """Opening hours on each day of the week, "09:00-17:00"; half-open (R11). A day left out is closed."""
    bank_holidays: Hours | None = None
    """`closed`, `as_weekday` or hours on a bank holiday."""
    divert_to: Id = ""
    """The service that takes over when this one is closed."""
    serves: tuple[Id, ...] = ()
    """The kinds of referrer that may use it; absent: everyone."""
    requirement: Requirements = ()
    reading: Readings = ()
    cite: Cites = ()


class Route(Part):
    """Where a contact goes. The first route of the file whose conditions hold is the answer."""

    title: str
    """Why it goes there, in plain words."""
    of: OneOrMany = ()
    """The events that it is for; absent: every event that starts a case."""
    when: tuple[Id, ...] = ()
    """Conditions that must all hold."""
    unless: tuple[Id, ...] = ()
    """Conditions none of which may hold."""
    service: Id
    """The service it goes to."""
    team: str = ""
    """The team or person within it."""
    channel: str = ""
    """By which way: telephone, e-mail, in the system."""
    then: str = ""
    """What the person who routes it does."""
    requirement: Requirements = ()
    reading: Readings = ()
    cite: Cites = ()


class Guidance(Part):
    """A sentence shown to people at one or more places of the service."""

    says: str
    """The sentence, in our own words."""
    show_on: tuple[str, ...]
    """The places where it is shown."""
    requirement: Requirements = ()
    reading: Readings = ()
    cite: Cites = ()


class Label(Part):
    """What a form calls one of its questions."""

    label: str
    """The question."""
    hint: str = ""
    """Help beside it."""


class FormPage(Part):
    """One page of a form."""

    title: str
    """Its heading."""
    says: str = ""
    """Words above the questions."""
    asks: tuple[FieldName, ...]
    """The fields it asks, in order."""
    required: tuple[FieldName, ...] = ()
    """Those that must be answered."""
    labels: Mapping[FieldName, Label] = NONE
    """Questions in the form's own words."""
    when: tuple[Id, ...] = ()
    """Shown when all these conditions hold."""
    unless: tuple[Id, ...] = ()
    """Not shown when one of these holds."""
    requirement: Requirements = ()
    reading: Readings = ()
    cite: Cites = ()


class Form(Part):
    """A form of the authority, page by page."""

    title: str
    """Its name."""
    known_as: str = ""
    """What people call it."""
    colour: str = ""
    """The colour people know it by."""
    for_: str = ""
    """Who uses it, for what."""
    purpose: Purpose | None = None
    """The door that it is for; only professional requests may have several forms."""
    starts: str = ""
    """The event that sending it makes."""
    confirms: str = ""
    """The event that it makes instead where it puts in writing what was told aloud."""
    requirement: Requirements = ()
    reading: Readings = ()
    cite: Cites = ()
    pages: Mapping[Id, FormPage]
    """Its pages, in order."""


class Letter(Part):
    """A letter or e-mail that the service sends."""

    title: str
    """What it is."""
    event: str
    """The event that sending it makes."""
    after: tuple[str, ...] = ()
    """The outcomes of which it tells; absent: of whichever."""
    when: tuple[Id, ...] = ()
    """It fits only when all these conditions hold. Of the letters of one event, the first that fits goes."""
    unless: tuple[Id, ...] = ()
    """It does not fit when one of these holds."""
    channel: Literal["email", "letter"]
    """How it goes."""
    subject: str
    """Its subject line."""
    body: tuple[str, ...]
    """Its paragraphs, with {placeholders}."""
    may_say: tuple[Id, ...] = ()
    """The only placeholders it may use."""
    requirement: Requirements = ()
    reading: Readings = ()
    cite: Cites = ()
