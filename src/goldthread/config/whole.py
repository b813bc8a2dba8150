"""`goldthread whole`: is every act in the record whole? Looked up in the tables themselves, past the service.

An act is written in one transaction, so that none of these should ever find anything. They are for after a
crash, a full disk or a restore, and for tests that cause those. What each row points at is for the database
to hold; what follows from entries, for `rebuild --check`; what was changed later, for `seal verify`.
"""

import argparse
from collections.abc import Iterator
from typing import Any

import psycopg

from goldthread.config import bootstrap
from goldthread.config.backup.address import owner_address

HALF = 4  # exit status
_TOLD = 5  # rows of one fault that are named
_FAULTS = {
    "an entry without its row in the audit trail": """
        select e.id from ledger_entry e where not exists (
            select from ledger_auditrow a where a.entry = e.id and a.act = 'sign.' || e.kind)""",
    "a part of an entry without its row in the audit trail": """
        select p.id from ledger_entrysubject p join ledger_entry e on e.id = p.entry_id
        where p.placed_by_id is null and not exists (
            select from ledger_auditrow a
            where a.entry = p.entry_id and a.subject = p.subject_id and a.act = 'sign.' || e.kind)""",
    "a row of the audit trail that tells of a signing, without the entry": """
        select a.id from ledger_auditrow a
        where a.act like 'sign.%' and not exists (select from ledger_entry e where e.id = a.entry)
        and not exists (select from ledger_destroyed d where d.entry = a.entry)""",
    "a person whom no row of the audit trail tells of": """
        select s.id from ledger_subject s where not exists (
            select from ledger_auditrow a where a.subject = s.id and a.act = 'subject.new')""",
    "a person in no entry": """
        select s.id from ledger_subject s
        where not exists (select from ledger_entrysubject p where p.subject_id = s.id)
        and not exists (select from ledger_destroyed d join ledger_auditrow a on a.id = d.row
                        where a.subject = s.id)""",
    "a case without an entry": """
        select c.id from ledger_episode c
        where not exists (select from ledger_entrysubject p where p.episode_id = c.id)
        and not exists (select from ledger_destroyed d join ledger_auditrow a on a.id = d.row
                        where a.subject = c.subject_id)""",
    "an event that is not of its entry and case": """
        select v.id from ledger_event v where not exists (
            select from ledger_entrysubject p
            where p.entry_id = v.entry_id and p.episode_id = v.episode_id)""",
    "a duty that no event began": """
        select d.id from ledger_duty d where not exists (
            select from ledger_event v where v.id = d.because)""",
    "a person who can be read of and not found": """
        select p.subject_id from people_person p where not exists (
            select from people_lookup l where l.person = p.subject_id)""",
    "a file that is not what was fingerprinted, or that belongs to nothing": """
        select f.id from ledger_attachment f
        where f.size <> octet_length(f.content) or f.sha256 <> encode(sha256(f.content), 'hex')
        or num_nonnulls(f.draft_id, f.entry_id) <> 1""",
    "a file left behind in a draft that was signed": """
        select f.id from ledger_attachment f join ledger_draft d on d.id = f.draft_id
        where d.signed_as_id is not null""",
    "a message that is not on its way": """
        select e.id from ledger_entry e
        where (e.kind = 'message' or e.kind = 'dispatch' and e.payload ->> 'channel' = 'email')
        and not exists (select from documents_delivery d where d.entry_id = e.id)""",
    "a message that waits, and nothing that will send it": """
        select d.entry_id from documents_delivery d where d.state in ('queued', 'sending') and not exists (
            select from procrastinate_jobs j
            where j.status in ('todo', 'doing') and j.args ->> 'entry_id' = d.entry_id::text)""",
    "something that will send a message that is not there": """
        select j.id from procrastinate_jobs j
        where j.status in ('todo', 'doing') and j.args ? 'entry_id' and not exists (
            select from documents_delivery d where d.entry_id::text = j.args ->> 'entry_id')""",
}


def faults(connection: "psycopg.Connection[Any]") -> Iterator[str]:
    """In words, each kind of act that is not whole, how many there are, and which are the first.

    `connection` sees every row: the owner's or the superuser's.
    """
    for words, query in _FAULTS.items():
        found = [str(row[0]) for row in connection.execute(query).fetchall()]
        if found:
            yield f"{words}: {len(found)} ({', '.join(found[:_TOLD])})"


def main(arguments: list[str]) -> int:
    """Look, say what was found; 4 when something is not whole."""
    argparse.ArgumentParser(prog="./goldthread whole", description=__doc__).parse_args(arguments)
    with bootstrap.running(), psycopg.connect(owner_address().conninfo) as connection:
        found = list(faults(connection))
    print("\n".join(found) or f"every act is whole, by {len(_FAULTS)} questions to the tables")
    return HALF if found else 0
