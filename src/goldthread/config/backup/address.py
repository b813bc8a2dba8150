"""A database's address for PostgreSQL's own programs, without its password where others could read it."""

import os
from dataclasses import dataclass

from psycopg.conninfo import conninfo_to_dict, make_conninfo

from goldthread.config import database, env, postgres_binaries


@dataclass(frozen=True)
class Address:
    """Where a database is, and as whom to connect: what libpq understands."""

    conninfo: str

    @property
    def arguments(self) -> list[str]:
        """For a program's command line, which every user of the machine may read."""
        parts = conninfo_to_dict(self.conninfo)
        parts.pop("password", None)
        return ["--dbname", make_conninfo("", **parts)]

    @property
    def environment(self) -> dict[str, str]:
        """For the program's environment: the password, where there is one."""
        password = conninfo_to_dict(self.conninfo).get("password")
        return {**os.environ, **({"PGPASSWORD": str(password)} if password else {})}

    @staticmethod
    def program(name: str) -> str:
        """The path of one of PostgreSQL's programs. Raises postgres_binaries.NoPostgres."""
        return str(postgres_binaries.find() / name)


def owner_address() -> Address:
    """The service's own database, as its owner. The database runs."""
    os.environ[database.ROLE_VARIABLE] = "owner"
    if not database.is_our_own():
        return Address(database.url())
    return Address(
        f"postgresql://{database.OWNER}@/{database.own_name()}?host={env.text(database.HOST_VARIABLE)}"
    )
