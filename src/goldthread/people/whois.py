"""What answers about who somebody is state: the same whether a worker signed or a file brought them."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date
from typing import Any

from goldthread.ledger.entries import Values
from goldthread.people import statements as say
from goldthread.people.codes import said, titles

INTERPRETER = {"needed": "Needed", "not_needed": "Not needed", "not_asked": "Nobody has asked"}


def whois(
    about: str,
    values: Values,
    *,
    since: date | None = None,
    home_since: date | None = None,
    told_by: str = "",
) -> list[say.Statement]:
    """Each answer as a fact of its own. `home_since`: of the address alone, where it differs."""
    common = {"about": about, "since": since, "told_by": told_by}
    return [*_plain(values, common, home_since or since), *_picked(about, values, since, told_by)]


def day(values: Values, name: str) -> date | None:
    """A date among the answers; None where there is none."""
    return date.fromisoformat(values[name]) if values.get(name) else None


def _plain(values: Values, common: Mapping[str, Any], home_since: date | None) -> Iterator[say.Statement]:
    """What is written in words, dates and numbers."""
    given, family = values.get("given_names", ""), values.get("family_name", "")
    yield say.Named(**common, given=given, family=family, kind=values.get("name_kind", "usual"))
    born = day(values, "born")
    yield say.Born(**common, on=born, expected=None if born else day(values, "expected"))
    number = values.get("nhs_number", "")
    yield say.Identified(**common, value=number, status=values.get("nhs_status", ""))
    yield say.Identified(**common, value=values.get("upn", ""), kind="upn")
    yield say.Identified(**common, value=values.get("telephone", ""), kind="telephone")
    yield say.LivesAt(
        **{**common, "since": home_since},
        lines=values.get("address", ""),
        postcode=values.get("postcode", ""),
        current=values.get("home") != "former",
        safe=bool(values.get("safe_address")),
    )
    yield say.Attends(**common, place=values.get("school", ""))
    for kind in ("gender", "special_needs"):
        yield say.Characterised(**common, kind=kind, value=values.get(kind, ""))


def _picked(about: str, values: Values, since: date | None, told_by: str) -> Iterator[say.Statement]:
    """What is picked from lists, or is not known for a reason. Another system's religion is in its words."""
    picked = [said(about, kind, values.get(kind), titles(kind)) for kind in ("sex", "no_upn", "ethnicity")]
    picked += [said(about, "disability", code, titles("disability")) for code in values.get("disability", ())]
    picked.append(said(about, "interpreter", values.get("interpreter"), INTERPRETER))
    religion = said(about, "religion", values.get("religion"), titles("religion"))
    if religion.answer == "said" and not religion.value:
        religion = replace(religion, value=values.get("religion", ""))
    yield from (replace(one, since=since, told_by=told_by) for one in (*picked, religion))
    for kind in ("first_language", "communication"):
        answer = values.get(f"{kind}_known", "said")
        value = values.get(kind, "") if answer == "said" else ""
        yield say.Characterised(
            about=about, kind=kind, value=value, answer=answer, since=since, told_by=told_by
        )
