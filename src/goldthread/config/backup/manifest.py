"""What a backup holds: its files with their hashes, and of each table how many rows and their fingerprint."""

import hashlib
import json
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, Self

import psycopg
from psycopg import sql

FORMAT = "goldthread-backup/2"
NAME = "manifest.json"
DATABASE, WITNESS = "database.dump", "witness.txt"
LOCKED = ".age"  # the ending of a file that is encrypted

# The same whatever the order of the rows; the text of a row does not depend on the machine. A file in a row
# stands there by its own digest: to write five gigabytes of files as text takes a quarter of an hour.
_FINGERPRINT = """
select count(*), coalesce(sum(('x' || left(md5(row({columns})::text), 15))::bit(60)::bigint), 0)::text
from {table}
"""
_COLUMNS = """
select attname, atttypid = 'bytea'::regtype from pg_attribute
where attrelid = ('public.' || quote_ident(%s))::regclass and attnum > 0 and not attisdropped order by attnum
"""
_TABLES = "select tablename from pg_tables where schemaname = 'public' order by tablename"
_READABLE = ("set timezone to 'UTC'", "set datestyle to 'ISO'", "set extra_float_digits to 1")


class Damaged(Exception):
    """A backup that is not what was put away; the message says what is missing or changed."""


@dataclass(frozen=True)
class Manifest:
    """The list of a backup. It holds no personal data, and is not encrypted."""

    made: str
    authority: str
    postgres: str
    tables: Mapping[str, tuple[int, str]]
    files: Mapping[str, tuple[int, str]]
    format: str = FORMAT

    @classmethod
    def read(cls, folder: Path) -> Self:
        """Raises Damaged where there is none, or where it cannot be read."""
        try:
            written = json.loads((folder / NAME).read_text(encoding="utf-8"))
            if written.get("format") != FORMAT:
                raise Damaged(f"{folder / NAME} is not of the format {FORMAT}")
            pairs = {"tables": _pairs(written["tables"]), "files": _pairs(written["files"])}
            return cls(**{**written, **pairs})
        except OSError as problem:
            raise Damaged(f"{folder} has no {NAME}: it is no backup, or its list is gone") from problem
        except (ValueError, TypeError, KeyError) as problem:
            raise Damaged(f"{folder / NAME} cannot be read: {problem}") from problem

    def write(self, folder: Path) -> None:
        """Keep it with the backup."""
        (folder / NAME).write_text(json.dumps(asdict(self), indent=1) + "\n", encoding="utf-8")

    def file(self, name: str) -> str | None:
        """The file of that name, encrypted or not; None where the backup has none."""
        return next((each for each in (name, name + LOCKED) if each in self.files), None)

    def check_files(self, folder: Path) -> None:
        """Raises Damaged at the first file that is missing, or that is not as it was put away."""
        for name, wanted in self.files.items():
            if not (folder / name).is_file():
                raise Damaged(f"{folder / name} is missing")
            if fingerprint_of(folder / name) != wanted:
                raise Damaged(f"{folder / name} is not the file that was put away")


def _pairs(written: Mapping[str, list[Any]]) -> dict[str, tuple[int, str]]:
    return {name: (int(size), str(said)) for name, (size, said) in written.items()}


def fingerprint_of(file: Path) -> tuple[int, str]:
    """Its size in bytes, and its SHA-256."""
    with file.open("rb") as opened:
        return file.stat().st_size, hashlib.file_digest(opened, "sha256").hexdigest()


def fingerprints(connection: "psycopg.Connection[Any]") -> dict[str, tuple[int, str]]:
    """Of each table: how many rows, and what they add up to."""
    for setting in _READABLE:
        connection.execute(setting)
    return dict(_fingerprints(connection))


def _fingerprints(connection: "psycopg.Connection[Any]") -> Iterator[tuple[str, tuple[int, str]]]:
    for (table,) in connection.execute(_TABLES).fetchall():
        columns = sql.SQL(", ").join(
            sql.SQL("md5({})" if is_file else "{}").format(sql.Identifier(name))
            for name, is_file in connection.execute(_COLUMNS, [table]).fetchall()
        )
        query = sql.SQL(_FINGERPRINT).format(table=sql.Identifier(table), columns=columns)
        [(rows, sum_of_them)] = connection.execute(query).fetchall()
        yield table, (rows, sum_of_them)


def differences(wanted: Mapping[str, tuple[int, str]], found: Mapping[str, tuple[int, str]]) -> Iterator[str]:
    """In words, each table that is not as it was put away."""
    for table in sorted({*wanted, *found}):
        if table not in found:
            yield f"table {table} is missing"
        elif table not in wanted:
            yield f"table {table} was not in the backup"
        elif wanted[table] != found[table]:
            rows, other = wanted[table][0], found[table][0]
            yield f"table {table}: {rows:,} rows were put away, {other:,} came back, or they differ"
