"""The whole service on this machine: database, tables, pages, web server and worker, until told to stop.

Where the installation serves several authorities, each is a service by itself, at a port of its own.
"""

import argparse
import os
import signal
import socket
import time
from typing import NoReturn

from django.conf import settings
from django.contrib.auth import get_user_model
from django.db import connection

from goldthread.config import authorities, bootstrap, database, env
from goldthread.config.postgres import CannotStart, Server
from goldthread.config.preparing import prepare, say
from goldthread.config.site import Site

GLANCE = 0.2  # seconds between two looks at whether everything runs
PAUSE = 5.0  # seconds before the database is tried again


def main(arguments: list[str]) -> int:
    """Run until Ctrl-C or SIGTERM."""
    parser = argparse.ArgumentParser(prog="./goldthread up", description=__doc__)
    parser.add_argument("--port", type=int, default=8000, help="the first authority's; the others follow it")
    parser.add_argument("--bind", default="127.0.0.1")
    chosen = parser.parse_args(arguments)
    signal.signal(signal.SIGTERM, _interrupt)
    os.environ[database.ROLE_VARIABLE] = "owner"  # until everything is prepared
    try:
        with bootstrap.running() as server:
            sites = _sites(chosen.bind, chosen.port)
            say(f"the database is ready, in {server.home}" if server else "the database is ready")
            prepare()
            people = _who_signs_in() if settings.GOLDTHREAD_DEMO else []
            connection.close()
            _serve(server, sites, people)
    except KeyboardInterrupt:
        say("stopped")
    return 0


def _sites(bind: str, first_port: int) -> list[Site]:
    """One for each authority; this process's own first, which it prepares itself."""
    names = authorities.all_of_them(settings.GOLDTHREAD_PACKS, demo=settings.GOLDTHREAD_DEMO)
    ports = {name: first_port + place for place, name in enumerate(names)}
    for port in ports.values():
        _refuse_taken_port(bind, port)
    told = ",".join(f"{name}:{port}" for name, port in ports.items())
    return [
        Site(name, bind, port, told, is_prepared=name == authorities.here()) for name, port in ports.items()
    ]


def _serve(server: Server | None, sites: list[Site], people: list[str]) -> None:
    try:
        while True:
            _glance(server, sites, people)
            time.sleep(GLANCE)
    finally:
        signal.signal(signal.SIGTERM, signal.SIG_IGN)
        signal.signal(signal.SIGINT, signal.SIG_IGN)
        for site in sites:
            site.ask_to_stop()
        for site in sites:
            site.wait_until_stopped()


def _glance(server: Server | None, sites: list[Site], people: list[str]) -> None:
    if server and _revived(server):
        for site in sites:
            site.database_came_back()
    for site in sites:
        was_ready = site.ready
        site.look_after()
        if site.ready and not was_ready:
            _welcome(site, people if site is sites[0] else [])
        if not site.ready:
            break  # one after the other: the first page must not wait for the last


def _revived(server: Server) -> bool:
    try:
        had_died = server.revive()
    except CannotStart as problem:
        say(f"{problem}\ntrying again")
        time.sleep(PAUSE)
        return False
    if had_died:
        say("the database had ended; it runs again")
    return had_died


def _refuse_taken_port(bind: str, port: int) -> None:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((bind, port))
        except OSError as problem:
            message = f"port {port} on {bind} cannot be used ({problem.strerror}): choose another with --port"
            raise env.BadSetting(message) from problem


def _who_signs_in() -> list[str]:
    """The people of the demonstration, with the words that tell what each can show."""
    return [f"{user.name}, {user.designation}" for user in get_user_model().objects.order_by("name")]


def _welcome(site: Site, people: list[str]) -> None:
    print(f"\n  Goldthread is running for {site.authority}: {site.address}")
    if people:
        print("\n  This is a demonstration: the people are invented. At one click, sign in as")
        print("\n".join(f"    {person}" for person in people))
        print("\n  Ctrl-C stops it.")
    print(flush=True)


def _interrupt(*_: object) -> NoReturn:
    raise KeyboardInterrupt
