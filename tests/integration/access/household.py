"""The seeded family with a case to read: something of each kind that a page shows, and people to look."""

from datetime import timedelta
from hashlib import sha256
from typing import Any
from uuid import uuid4

from goldthread.access import operations as access
from goldthread.access.models import BreakGlass, BudgetAlert, Level
from goldthread.accounts.models import User
from goldthread.accounts.roles import roles
from goldthread.disclosure.models import Redaction
from goldthread.documents.models import Delivery
from goldthread.ledger.models import Attachment, Draft, DraftHolder, Entry, EntrySubject, Episode, Subject
from goldthread.people.models import Name
from tests.factories import agency, author, contact, user
from tests.integration.documents.household import NOW
from tests.integration.documents.seeded import Seeded

WARD, POLICE, CLINIC = "Moorfield Hospital", "Cleveland Police", "Fern Clinic"
# What whoever may read these pages finds there, and nobody else needs.
SENT, ASKED = "He comes to school in a wet coat", "How was he on the ward in March"

OTHER = "another agency"


class Case(Seeded):
    """The family, its child protection work with every secret told in it, and all who might look."""

    def __init__(self) -> None:
        super().__init__()
        self.told = "\n".join(seed.words for seed in self.seeds)
        self.unnamed = self.entries[0]
        self.twin = self.unnamed.parts.order_by("pk")[0].subject  # the same child, in a record of their own
        self.everyone = [self.rowan, self.twin, self.ash, self.meg, self.dean, self.lee]
        self.sent = contact(
            by=author("professional_referrer", self.nurse),
            concern=SENT,
            children=[{"given_names": "Oona", "family_name": "Birchall", "born": "2019-03-03"}],
        )
        self.files = [self.file(self.sent, "drawing.png", b"a drawing"), self.file(self.unnamed, *self.both)]
        self.worker_of_all, self.excluded, self.uncle = (self.staff() for _ in range(3))
        self.leader = {"": str(self.worker_of_all.pk), "_name": self.worker_of_all.name}
        self.work()
        self.letter = self.message()
        self.drafts = [self.draft(kind) for kind in ("note", "contact", "addition", "consultation")]
        self.drafts.append(self.draft("initial_conference", shared_as=f"conference/{self.booking.pk}"))
        discussion = self.draft("strategy_meeting", shared_as=f"strategy/{self.booking.pk}")
        DraftHolder.objects.create(draft=discussion, user=self.worker_of_all, since=NOW)
        self.glass, self.alert = self.opened()
        self.people()

    @property
    def both(self) -> tuple[str, bytes]:
        """A file whose name is a secret too."""
        return f"{self.seeds[0].words}.txt", self.told.encode()

    def file(self, entry: Entry, name: str, content: bytes) -> Attachment:
        """A file of an entry."""
        return Attachment.objects.create(
            entry=entry,
            field="files",
            name=name,
            content_type="text/plain",
            content=content,
            size=len(content),
            sha256=sha256(content).hexdigest(),
            added_at=NOW,
        )

    def entry(self, kind: str, values: dict[str, Any], *about: Subject | None, **more: Any) -> Entry:
        """A signed entry as it stands in the record: what the procedure makes of it is no matter here.

        It is about both records of Rowan unless it says about whom; None: about nobody.
        """
        when = self.at()
        entry = Entry.objects.create(
            kind=kind,
            occurred_at=when,
            recorded_at=when,
            author=self.worker,
            author_name=self.worker.name,
            author_role="social_worker",
            author_agency=self.worker.agency,
            payload=values,
            idempotency_key=uuid4().hex,
            **more,
        )
        for one in filter(None, about or (self.rowan, self.twin)):
            episode = Episode.objects.filter(subject=one).first()
            EntrySubject.objects.create(entry=entry, subject=one, episode=episode)
        return entry

    def work(self) -> None:
        """Agencies asked to contribute and to help, a conference, a plan, a core group; a secret in each."""
        self.asks = [
            self.entry("contribution_request", {"agency": self.school.name, "asked": self.told}),
            self.entry("contribution_request", {"agency": WARD, "asked": ASKED}),
        ]
        self.entry("contribution", {"knows": self.told}, answers=self.asks[1])
        self.help = self.entry("help_asked", {"agency": POLICE, "body": "police", "asked": self.told})
        invited = [{"name": "Kit Clinic", "agency": CLINIC, "invite": "invite", "why": self.told}]
        led = {f"{who}{what}": to for who in ("chair", "minutes") for what, to in self.leader.items()}
        self.booking = self.entry(
            "conference_booking",
            {
                "step": "initial_conference",
                "held_at": NOW.isoformat(),
                "apart": self.told,
                **led,
                "invited": invited,
            },
        )
        report = {"agency": CLINIC, "received_on": "2026-04-02", "view": self.told}
        self.entry("conference_report", report, answers=self.booking)
        members = [{"name": "Kit Clinic", "agency": CLINIC, "role": "nurse"}]
        self.plan = self.entry("protection_plan", {"version": 1, "worries": [{"worry": self.told}]})
        self.explained = self.entry("explained", {"now": self.told, "next": self.told})
        self.complaint = self.entry("complaint", {"relation": "parent", "what": self.told})
        self.early = self.entry("early_help_plan", {"version": 1, "why_new": self.told})
        self.disputed = self.entry("disagreement", {"disputed": self.told})
        asked = {"organisation": "A council", "requester": "other_authority", "background": self.told}
        self.asked = self.entry("information_request", {**asked, "questions": [{"question": self.told}]})
        self.entry("information_prepared", {"known": self.told}, answers=self.asked)
        self.group = self.entry("core_group_meeting", {"membership": self.told, "members": members})
        self.decision = self.entry("decision", {"reasons": self.told}, answers=self.unnamed)
        self.kept = self.keep("Dean", what="words", words="Nettlefold")
        self.merge = self.entry("merge", {"reasons": self.told})
        self.copied = self.copy()
        self.keeping()

    def keeping(self) -> None:
        """What is asked, disputed, held and proposed about the record; a certificate names nobody."""
        self.rights = [
            self.entry("rights_request", {"right": "erasure", "who": "parent", "what": self.told}),
            self.entry("dispute", {"who": "parent", "words": self.told}, answers=self.complaint),
        ]
        self.hold = self.entry("legal_hold", {"reason": self.told})
        said = {"references": "a record", "rule": "a rule", "subjects": [str(self.rowan.pk)]}
        self.proposal = self.entry("destruction_proposed", said, None)
        self.certificate = self.entry("destruction_certificate", said, None)
        self.fact = Name.objects.filter(subject=self.rowan).order_by("pk")[0]

    def copy(self) -> Redaction:
        """A copy of Rowan's record for him, marked and waiting for somebody else's look."""
        made = Redaction.objects.create(
            subject=self.rowan,
            to_key=f"person:{self.rowan.pk}",
            to_name="Rowan Alder",
            basis="own",
            purpose=self.told,
            until=NOW,
            opened_by=self.worker,
            opened_at=NOW,
        )
        said = {"redaction": str(made.pk), "fingerprint": "0", "purpose": self.told}
        made.signed_as = self.entry("redaction", said, self.rowan)
        made.save()
        return made

    def opened(self) -> tuple[BreakGlass, BudgetAlert]:
        """A record that the worker once opened in an emergency, and the day on which they opened many."""
        glass = BreakGlass.objects.create(
            subject=self.rowan,
            user=self.worker,
            role="social_worker",
            reason=self.told,
            began_at=NOW - timedelta(days=1),
            until=NOW - timedelta(hours=22),
        )
        day = {"day": NOW.date(), "noticed_at": NOW, "role": "social_worker", "budget": 60, "opened": 61}
        return glass, BudgetAlert.objects.create(user=self.worker, **day)

    def message(self) -> Entry:
        """A letter that tells all of it, on its way."""
        words = {"to_name": "Nell Ward", "channel": "email", "subject": "Your request", "body": self.told}
        entry = self.entry("message", {"to_address": self.nurse.email, "event": "", **words})
        Delivery.objects.create(entry=entry, queued_at=NOW)
        return entry

    def draft(self, kind: str, **more: Any) -> Draft:
        """What somebody who may has typed and not signed."""
        raw = {name: [self.told] for name in ("facts", "concern", "apart", "told_to_family")}
        context = {"children": [str(self.rowan.pk)], "page": "/", "subject": str(self.rowan.pk)}
        times = {"created_at": NOW, "updated_at": NOW}
        return Draft.objects.create(
            kind=kind, owner=self.worker_of_all, raw=raw, context=context, **times, **more
        )

    def people(self) -> None:
        """Whoever might look: what is looked for in what they get, and what of it they may find."""
        every = {seed.words for seed in self.seeds}
        outside = {
            "referrer": (self.nurse, {SENT}),
            "colleague of the referrer": (self.professional(self.school.name), {SENT}),
            "asked to contribute": (self.professional(WARD), {ASKED}),
            "asked to help": (self.professional(POLICE), set[str]()),
            "invited to the conference": (self.professional(CLINIC), set[str]()),
            OTHER: (self.professional("Hollow Nursery"), set[str]()),
        }
        self.readers: dict[str, tuple[User | None, set[str], set[str]]] = {
            "nobody signed in": (None, every | {SENT, ASKED}, set()),
            **{name: (user, every | {SENT, ASKED}, finds) for name, (user, finds) in outside.items()},
            "staff excluded from all records": (self.excluded, every, set()),
            # whoever is shut out of the children’s records alone may know how to reach the adults
            "staff excluded from the child’s records": (self.uncle, every - self.reaches(), set()),
        }
        for one in self.everyone:
            self.exclude(one, self.excluded)
        for one in (self.rowan, self.twin):
            self.exclude(one, self.uncle)

    def reaches(self) -> set[str]:
        """The seeds that are addresses and numbers of the adults."""
        return {seed.words for seed in self.seeds[4:22]}

    def professional(self, of: str) -> User:
        """Somebody of an agency."""
        return user("professional_referrer", of=agency(of, kind="hospital"))

    def staff(self) -> User:
        """A member of staff with every role that the service knows: only walls keep them out."""
        return user(*sorted(roles().keys() - {"professional_referrer"}))

    def exclude(self, one: Subject, who: User) -> None:
        """Keep somebody who works here out of a record."""
        access.exclude(by=author("manager"), at=NOW, subject=one, user=who, reason="Uncle of the child")

    def shut(self) -> None:
        """Close every record to all but named people: the adults' restricted, the children's sealed."""
        for one in self.everyone:
            level = Level.SEALED if one in (self.rowan, self.twin) else Level.RESTRICTED
            access.protect(by=author("manager"), at=NOW, subject=one, level=level, reason="Press")
