"""The whole service on this machine: database, tables, pages, web server and worker, until told to stop."""

import argparse
import http.client
import os
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path
from typing import NoReturn

import django
from django.conf import settings
from django.contrib.auth import get_user_model
from django.core.management import call_command, get_commands
from django.db import connection

from goldthread.config import bootstrap, database, env
from goldthread.config.children import Child
from goldthread.config.diagnosis import migrations_waiting
from goldthread.config.paths import STATIC
from goldthread.config.postgres import CannotStart, Server

GLANCE = 0.2  # seconds between two looks at whether everything runs
PAUSE = 5.0  # seconds before the database is tried again
DEMO_COMMAND = "demo"


def main(arguments: list[str]) -> int:
    """Run until Ctrl-C or SIGTERM."""
    parser = argparse.ArgumentParser(prog="./goldthread up", description=__doc__)
    parser.add_argument("--port", type=int, default=8000)
    parser.add_argument("--bind", default="127.0.0.1")
    chosen = parser.parse_args(arguments)
    _refuse_taken_port(chosen.bind, chosen.port)
    signal.signal(signal.SIGTERM, _interrupt)
    os.environ[database.ROLE_VARIABLE] = "owner"  # until everything is prepared
    try:
        with bootstrap.running() as server:
            _say(f"the database is ready, in {server.home}" if server else "the database is ready")
            _prepare()
            people = _who_signs_in() if settings.GOLDTHREAD_DEMO else []
            connection.close()
            _serve(server, chosen.bind, chosen.port, people)
    except KeyboardInterrupt:
        _say("stopped")
    return 0


def _serve(server: Server | None, bind: str, port: int, people: list[str]) -> None:
    web, worker = children = [_web(bind, port), _worker()]
    welcomed = False
    try:
        web.start()
        while True:
            if server and _revived(server):
                worker.end()  # it does not find its way back by itself; the web server does
            web.keep_running()
            worker.keep_running()
            if not welcomed and _answers(bind, port):
                _welcome(f"http://{_host(bind)}:{port}/", people)
                welcomed = True
                worker.start()  # so that the first page need not wait for it
            time.sleep(GLANCE)
    finally:
        signal.signal(signal.SIGTERM, signal.SIG_IGN)
        signal.signal(signal.SIGINT, signal.SIG_IGN)
        for child in children:
            child.ask_to_stop()
        for child in children:
            child.wait_until_stopped()


def _revived(server: Server) -> bool:
    try:
        had_died = server.revive()
    except CannotStart as problem:
        _say(f"{problem}\ntrying again")
        time.sleep(PAUSE)
        return False
    if had_died:
        _say("the database had ended; it runs again")
    return had_died


def _web(bind: str, port: int) -> Child:
    granian = str(Path(sys.executable).parent / "granian")
    size = ["--workers", "2", "--blocking-threads", "4", "--respawn-failed-workers"]
    where = ["--host", bind, "--port", str(port), "--no-ws", "--log-level", "warning"]
    application = ["--interface", "wsgi", "goldthread.config.wsgi:application"]
    return Child("web server", [granian, *size, *where, *application])


def _worker() -> Child:
    return Child("worker", [sys.executable, "-m", "django", "procrastinate", "worker", "--concurrency", "2"])


def _prepare() -> None:
    """Tables, as the owner; static files; on a first start the demonstration."""
    django.setup()
    if migrations_waiting():
        call_command("migrate", verbosity=0)
    if _static_files_are_stale():
        _say("collecting the static files")
        call_command("collectstatic", interactive=False, clear=True, verbosity=0)
    is_first_start = not get_user_model().objects.exists()
    os.environ[database.ROLE_VARIABLE] = "app"  # for the processes that are started from here on
    if settings.GOLDTHREAD_DEMO and is_first_start and DEMO_COMMAND in get_commands():
        _say("loading the demonstration")
        subprocess.run([sys.executable, "-m", "django", DEMO_COMMAND], check=True, stdin=subprocess.DEVNULL)


def _static_files_are_stale() -> bool:
    made = STATIC / "staticfiles.json"
    sources = [file for folder in settings.STATICFILES_DIRS for file in Path(folder).rglob("*")]
    return not made.exists() or any(file.stat().st_mtime > made.stat().st_mtime for file in sources)


def _refuse_taken_port(bind: str, port: int) -> None:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((bind, port))
        except OSError as problem:
            message = f"port {port} on {bind} cannot be used ({problem.strerror}): choose another with --port"
            raise env.BadSetting(message) from problem


def _answers(bind: str, port: int) -> bool:
    """Whether a page comes back, whatever it says."""
    page = http.client.HTTPConnection(_host(bind), port, timeout=1)
    try:
        page.request("GET", "/")
        page.getresponse()
    except (OSError, http.client.HTTPException):
        return False
    finally:
        page.close()
    return True


def _who_signs_in() -> list[str]:
    """The people of the demonstration, with the words that tell what each can show."""
    return [f"{user.name}, {user.designation}" for user in get_user_model().objects.order_by("name")]


def _welcome(address: str, people: list[str]) -> None:
    print(f"\n  Goldthread is running: {address}")
    if people:
        print("\n  This is a demonstration: the people are invented. At one click, sign in as")
        print("\n".join(f"    {person}" for person in people))
    print("\n  Ctrl-C stops it.\n", flush=True)


def _host(bind: str) -> str:
    return "localhost" if bind in {"0.0.0.0", "127.0.0.1", "::"} else bind  # noqa: S104 - compared, not bound


def _say(what: str) -> None:
    print(f"goldthread: {what}", file=sys.stderr, flush=True)


def _interrupt(*_: object) -> NoReturn:
    raise KeyboardInterrupt
