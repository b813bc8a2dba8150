"""Acknowledged means stored: a service whose database may forget does not start."""

import psycopg

from goldthread.config import database, env

SETTINGS = ("fsync", "full_page_writes", "synchronous_commit")


def forgetful(connection: "psycopg.Connection[tuple[str]]") -> list[str]:
    """The settings under which this database may lose what it said was written; none where it is in order."""
    return [
        name
        for name in SETTINGS
        if connection.execute("select current_setting(%s)", [name]).fetchone() == ("off",)
    ]


def refuse_forgetful() -> None:
    """Look as the role that this process connects as, for settings may be a role's or a database's own.

    Raises env.BadSetting where a commit does not wait for the disk.
    """
    where = database.settings()
    words = {"NAME": "dbname", "USER": "user", "PASSWORD": "password", "HOST": "host", "PORT": "port"}
    given = {word: where[name] for name, word in words.items() if where.get(name)}
    options = {name: value for name, value in where["OPTIONS"].items() if name != "pool"}
    with psycopg.connect(**given, **options) as connection:
        wrong = forgetful(connection)
    if wrong:
        raise env.BadSetting(
            f"the database has {', '.join(wrong)} off: what was signed might not survive a crash. Set to on"
        )
