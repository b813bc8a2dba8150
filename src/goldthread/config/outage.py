"""The outage pack: what is needed out of hours while the service is down, a file for each team, encrypted."""

import io
import re
from datetime import datetime
from pathlib import Path

from django.template.loader import render_to_string

from goldthread.accounts.models import User
from goldthread.casefile.outage import Caseload, NoReader, caseloads
from goldthread.config import env, outage_packs
from goldthread.config.backup.locked import lock, recipients
from goldthread.ledger.references import new_reference
from goldthread.web.errors import phones

READER, FOR_WHOM = "GOLDTHREAD_OUTAGE_READER", "GOLDTHREAD_OUTAGE_KEYS"
_KEPT = 3  # packs: the newest may be half copied when the service goes down


def make(folder: Path, *, at: datetime) -> Path:
    """Put a pack away, and all but the newest few of the earlier ones away for good; where it lies.

    Raises env.BadSetting where no such reader is known, or none of the keys to which it is encrypted.
    """
    for_whom, reader, pack = recipients(FOR_WHOM), _reader(), new_reference()
    try:
        found = caseloads(reader=reader, at=at, pack=pack)
    except NoReader as problem:
        raise env.BadSetting(f"{READER}: {problem}") from problem
    fresh = outage_packs.begun(folder, at=at)
    for number, one in enumerate(found, 1):
        page = _page(one, reader, pack, at)
        lock(io.BytesIO(page.encode()), fresh / f"{number:02}-{_file_name(one.team)}.html", for_whom)
    made = outage_packs.finished(fresh)
    outage_packs.forget(folder, but=_KEPT)
    return made


def _reader() -> User:
    email = env.required(READER, "it names the account whose rights the pack follows")
    found = User.objects.filter(email=email.lower(), is_active=True).first()
    if found is None:
        raise env.BadSetting(f"{READER}: there is no such account")
    return found


def _page(caseload: Caseload, reader: User, pack: str, at: datetime) -> str:
    context = {"caseload": caseload, "reader": reader.name, "pack": pack, "made": at, "phones": phones()}
    return render_to_string("casefile/outage.html.jinja", context)


def _file_name(team: str) -> str:
    return re.sub("[^a-z0-9]+", "-", team.lower()).strip("-")
