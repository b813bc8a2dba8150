"""The first administrator of a new service, or one in an emergency: an account, a role, a link to get in."""

from argparse import ArgumentParser
from datetime import UTC, datetime
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction
from django.urls import reverse

from goldthread.accounts.models import COUNCIL, Agency, User
from goldthread.ledger.author import SYSTEM
from goldthread.signin.operations.accounts import NotDone, appoint, invite, make_account


class Command(BaseCommand):
    """./goldthread manage account ada@example.org --name "Ada Example" --title "Systems manager"."""

    help = "Make an account with a role, and print a link by which its owner chooses a password."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """What an account needs."""
        parser.add_argument("email")
        parser.add_argument("--name", default="", help="full name, for a new account")
        parser.add_argument("--title", default="Administrator", help="job title, for a new account")
        parser.add_argument("--role", default="account_administrator", help="a role of this authority's pack")
        parser.add_argument("--agency", default="", help="the council's name; needed only once")

    @transaction.atomic
    def handle(self, *_: Any, **options: Any) -> None:
        """Make or find the account, give the role, print the link."""
        at, email = datetime.now(UTC), options["email"].lower()
        try:
            user = User.objects.filter(email=email).first() or make_account(
                by=SYSTEM,
                at=at,
                email=email,
                name=options["name"] or email,
                designation=options["title"],
                agency=_council(options["agency"]),
            )
            if options["role"] not in user.roles(at=at):
                appoint(by=SYSTEM, at=at, user=user, role=options["role"])
            secret = invite(by=SYSTEM, at=at, user=user)
        except NotDone as refusal:
            raise CommandError(str(refusal)) from refusal
        self.stdout.write(
            f"{user.name} is {options['role']}. Open this once, within three days, and tell nobody:"
        )
        self.stdout.write(f"https://{settings.ALLOWED_HOSTS[0]}{reverse('signin:invitation', args=[secret])}")


def _council(name: str) -> Agency:
    found = Agency.objects.filter(kind=COUNCIL).order_by("name").first()
    if found is None and not name:
        raise CommandError("Say the council's name once: --agency 'Example County Council'")
    return found or Agency.objects.create(name=name, kind=COUNCIL)
