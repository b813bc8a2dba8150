"""The seal: whoever changes the record behind the service's back is found, even as the database's owner."""

import json
import os
import random
import time
from collections.abc import Callable, Iterator
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import call_command
from django.db import connection, transaction

from goldthread.config import database
from goldthread.ledger import seal
from goldthread.ledger.models import Attachment, AuditRow, Entry, EntrySubject, Seal
from goldthread.ledger.unsealing import Verdict, verify
from tests import factories as make
from tests.factories import later

TAMPERINGS = 1000 if "GOLDTHREAD_LONG" in os.environ else 60
ROWS = 500_000 if "GOLDTHREAD_LONG" in os.environ else 10_000
TABLES = ("ledger_auditrow", "ledger_entry", "ledger_entrysubject", "ledger_attachment", "ledger_seal")
Tamper = Callable[[random.Random], None]


def run(statement: str, *values: object) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement, values)


def any_of(dice: random.Random, model: type) -> object:
    return dice.choice(list(model.objects.order_by("pk").values_list("pk", flat=True)))  # type: ignore[attr-defined]


def edit_a_row(dice: random.Random) -> None:
    column, value = dice.choice(
        [("role", "role || 'x'"), ("act", "act || 'x'"), ("at", "at - interval '1 s'")]
    )
    run(f"update ledger_auditrow set {column} = {value} where id = %s", any_of(dice, AuditRow))


def drop_a_row(dice: random.Random) -> None:
    run("delete from ledger_auditrow where id = %s", any_of(dice, AuditRow))


def swap_two_rows(dice: random.Random) -> None:
    one, other = dice.sample(list(AuditRow.objects.order_by("pk").values_list("pk", flat=True)), 2)
    run("update ledger_auditrow set id = -1 where id = %s", one)
    run("update ledger_auditrow set id = %s where id = %s", one, other)
    run("update ledger_auditrow set id = %s where id = -1", other)


def edit_an_entry(dice: random.Random) -> None:
    what = dice.choice(["payload = payload || '{\"x\": 1}'", "author_name = 'Nobody'", "kind = 'other'"])
    run(f"update ledger_entry set {what} where id = %s", any_of(dice, Entry))


def edit_a_part(dice: random.Random) -> None:
    run(
        "update ledger_entrysubject set payload = payload || '{\"x\": 1}' where id = %s",
        any_of(dice, EntrySubject),
    )


def edit_a_file(dice: random.Random) -> None:  # noqa: ARG001 - there is one
    run("update ledger_attachment set content = 'other', size = 5")


def cut_the_tail(dice: random.Random) -> None:
    kept = dice.choice(list(Seal.objects.order_by("pk"))[:-1])
    run("delete from ledger_auditrow where id > %s", kept.rows[-1])
    run("delete from ledger_seal where id > %s", kept.pk)


def swap_two_seals(dice: random.Random) -> None:
    one, other = dice.sample(list(Seal.objects.order_by("pk").values_list("pk", flat=True)), 2)
    run("update ledger_seal set id = -1 where id = %s", one)
    run("update ledger_seal set id = %s where id = %s", one, other)
    run("update ledger_seal set id = %s where id = -1", other)


def put_another_in_its_place(dice: random.Random) -> None:
    one, other = dice.sample(list(AuditRow.objects.order_by("pk").values_list("pk", flat=True)), 2)
    said = "at, actor, role, act, subject, entry, request, detail"
    run("delete from ledger_auditrow where id = %s", one)
    copied = f"select %s, {said} from ledger_auditrow where id = %s"
    run(f"insert into ledger_auditrow (id, {said}) {copied}", one, other)


def seal_all_anew(dice: random.Random) -> None:
    edit_a_row(dice)
    run("delete from ledger_seal")
    while seal.seal(at=later(hours=3), most=dice.randint(2, 9)):
        pass


KINDS: tuple[Tamper, ...] = (
    edit_a_row,
    drop_a_row,
    swap_two_rows,
    edit_an_entry,
    edit_a_part,
    edit_a_file,
    cut_the_tail,
    swap_two_seals,
    put_another_in_its_place,
    seal_all_anew,
)


@pytest.fixture
def book(tmp_path: Path, transactional_db: None) -> Iterator[Path]:  # noqa: ARG001
    """A sealed record and its witness's book, with us as the owner of the database, without its triggers."""
    contact = make.contact()
    Attachment.objects.create(
        entry=contact,
        field="report",
        name="a.txt",
        content_type="text/plain",
        size=3,
        sha256="",
        content=b"abc",
        added_at=later(),
    )
    for hours in range(3):
        make.contact(at=later(hours=hours))
        head = seal.seal(at=later(hours=hours))
        assert head
        seal.witness(head, tmp_path / "book.txt")
    connection.close()
    connection.settings_dict["USER"] = "postgres"  # the superuser: no privilege and no wall holds them
    for table in TABLES:
        run(f"alter table {table} disable trigger user")
    yield tmp_path / "book.txt"
    connection.close()
    connection.settings_dict["USER"] = database.APP


def after(tamper: Tamper, dice: random.Random, book: Path) -> Verdict:
    """What is found when someone did this; it is undone."""
    with transaction.atomic():
        run("set constraints all deferred")
        tamper(dice)
        found = verify(book)
        transaction.set_rollback(True)
    return found


def test_every_tampering_is_found_and_an_untouched_record_is_whole(
    book: Path, record_property: Callable[[str, object], None]
) -> None:
    whole = verify(book)
    assert (whole.broken, whole.seals, whole.witnessed, whole.waiting) == (0, 3, 3, 0)
    assert whole.rows == AuditRow.objects.count()
    dice = random.Random(7)
    for number in range(TAMPERINGS):
        tamper = KINDS[number % len(KINDS)]
        assert after(tamper, dice, book).broken, tamper.__name__
    assert verify(book).broken == 0
    record_property("tamperings, all of them found", TAMPERINGS)


def test_the_command_names_the_first_broken_row(book: Path) -> None:
    def said() -> dict[str, object]:
        out = StringIO()
        call_command("seal", "verify", "--json", witness=book, stdout=out)
        found: dict[str, object] = json.loads(out.getvalue())
        return found

    assert said()["intact"] is True
    row = Seal.objects.order_by("pk")[1].rows[0]
    run("update ledger_auditrow set act = 'read.nothing' where id >= %s", row)
    out = StringIO()
    with pytest.raises(SystemExit) as ended:
        call_command("seal", "verify", witness=book, stdout=out)
    assert ended.value.code == 4
    assert f"First broken: seal {Seal.objects.order_by('pk')[1].pk}, row {row}: the row" in out.getvalue()


@pytest.mark.django_db
def test_a_row_that_came_late_goes_under_a_later_seal() -> None:
    def row(number: int) -> None:
        AuditRow(id=number, at=later(), role="manager", act="read.record").save(force_insert=True)

    for number in (901, 902, 910):
        row(number)
    assert seal.seal(at=later(), most=2)
    assert seal.seal(at=later())
    row(905)  # its number was taken before 910's; its transaction ended after the seal
    assert seal.seal(at=later())
    assert seal.seal(at=later()) is None
    assert [one.rows for one in Seal.objects.order_by("pk")] == [[901, 902], [910], [905]]
    assert verify(Path("nowhere")).broken == 0


@pytest.mark.django_db
def test_a_hundred_thousand_rows_a_second_are_checked(record_property: Callable[[str, object], None]) -> None:
    """Of processor time, here and in the database, so that a busy machine changes nothing (R7)."""
    run(
        """insert into ledger_auditrow (at, actor, role, act, subject, request, detail)
        select timestamptz '2026-04-02 08:00Z' + n * interval '1 s', gen_random_uuid(), 'social_worker',
            'read.read_record', gen_random_uuid(), md5(n::text), '{"page": "casefile:child"}'
        from generate_series(1, %s) n""",
        ROWS,
    )
    while seal.seal(at=later(hours=3)):
        pass
    verify(Path("nowhere"))  # warm
    before = _processor_seconds()
    found = verify(Path("nowhere"))
    rate = found.rows / (_processor_seconds() - before)
    assert (found.broken, found.rows >= ROWS) == (0, True)
    record_property("rows checked in a second of processor time", round(rate))
    assert rate > 100_000 or "GOLDTHREAD_LONG" not in os.environ


def _processor_seconds() -> float:
    """Of this process, and of the one that serves it in the database."""
    with connection.cursor() as cursor:
        cursor.execute("select pg_backend_pid()")
        backend = Path(f"/proc/{cursor.fetchone()[0]}/stat").read_text().rsplit(")", 1)[1].split()
    return time.process_time() + (int(backend[11]) + int(backend[12])) / os.sysconf("SC_CLK_TCK")
