"""Which database the service talks to, and as whom: the owner migrates, the app role runs."""

from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

from goldthread.config import authorities, env

OWNER = "goldthread_owner"
APP = "goldthread_app"
DESTROYER = "goldthread_destroyer"  # which the app role takes on for one act: to destroy what was approved
NAME = "goldthread"
MINIMUM_VERSION = 15

HOST_VARIABLE = "GOLDTHREAD_PGHOST"  # the socket folder of our own server; set by whoever started it
ROLE_VARIABLE = "GOLDTHREAD_DB_ROLE"
PURPOSE_VARIABLE = "GOLDTHREAD_DB_PURPOSE"  # "work": a process that serves no reader (ledger/wall.py)
POOL = {"min_size": 1, "max_size": 8, "timeout": 10}


def is_our_own() -> bool:
    """Whether the database is the one under var/, rather than one named by DATABASE_URL."""
    return env.given("DATABASE_URL") is None


def as_owner() -> bool:
    """Whether this process connects as the owner, to migrate, rather than as the app role."""
    return env.choice(ROLE_VARIABLE, "app", {"app", "owner"}) == "owner"


def settings() -> dict[str, Any]:
    """Django's settings for the default database."""
    where = _own() if is_our_own() else _from_url(url())
    pool = {} if as_owner() else {"pool": dict(POOL)}
    options = where.pop("OPTIONS", {}) | pool
    if env.choice(PURPOSE_VARIABLE, "", {"", "work"}):
        options["options"] = f"{options.get('options', '')} -c goldthread.purpose=work".strip()
    return where | {
        "ENGINE": "django.db.backends.postgresql",
        "OPTIONS": options,
        "CONN_MAX_AGE": 0,  # the pool keeps connections; Django must not
        "CONN_HEALTH_CHECKS": True,  # a connection broken by a restart of the database is replaced, not used
    }


def own_name() -> str:
    """The database of this process's authority, on our own server."""
    return f"{NAME}_{authorities.here().replace('-', '_')}"


def _own() -> dict[str, Any]:
    return {
        "NAME": own_name(),
        "USER": OWNER if as_owner() else APP,
        "HOST": env.text(HOST_VARIABLE, "/nonexistent"),
    }


def url() -> str:
    """The address of a database that others run, as the role this process connects as.

    Where one installation serves several authorities, `{authority}` in it stands for the one meant.
    """
    name = "GOLDTHREAD_OWNER_DATABASE_URL" if as_owner() else "DATABASE_URL"
    written = env.text(name) or env.required("DATABASE_URL", "it names the database")
    if "{authority}" not in written and len(env.words(authorities.ALL)) > 1:
        raise env.BadSetting(f"{name}: several authorities need {{authority}} in the name of the database")
    return written.replace("{authority}", authorities.here().replace("-", "_"))


def _from_url(url: str) -> dict[str, Any]:
    parts = urlsplit(url)
    if parts.scheme not in {"postgres", "postgresql"} or not parts.path.strip("/"):
        raise env.BadSetting("DATABASE_URL: write postgresql://user:password@host:port/name")
    options = dict(parse_qsl(parts.query))
    return {
        "NAME": unquote(parts.path.strip("/")),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": options.pop("host", None) or parts.hostname or "",
        "PORT": str(parts.port or ""),
        "OPTIONS": options,
    }
