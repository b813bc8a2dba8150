"""docs/reference/retention.md: how long what is kept and why, kind by kind and field by field."""

from collections.abc import Iterator

from django.apps import apps
from django.db import models

from goldthread.ledger.entries import EntryType, entry_types
from goldthread.ledger.models import Draft, Entry, Episode, Subject
from goldthread.ledger.procedure import register
from goldthread.ledger.retention import Retention
from goldthread.procedures.format.retention import RetentionRule
from goldthread.procedures.pack import Pack

NO_RULE = "no rule in this procedure: kept"
# Tables that point at nobody's record: how long each of their rows is kept, and why.
APART = {
    "access.AccountChange": "for as long as the audit trail, of which it is part",
    "access.BudgetAlert": "for as long as the audit trail, of which it is part",
    "account.EmailAddress": "with the account: not used here",
    "account.EmailConfirmation": "with the account: not used here",
    "accounts.Agency": "for as long as any entry names it",
    "accounts.Invitation": "until the account that it made is closed; an unused one ends by itself",
    "accounts.Membership": "for as long as the audit trail: who held which role when",
    "accounts.Team": "for as long as any entry names it",
    "accounts.User": "for as long as any entry names its author; a leaver's account is closed, not deleted",
    "auth.Group": "not used here",
    "auth.Permission": "made by the software",
    "contenttypes.ContentType": "made by the software",
    "ledger.AuditRow": "for ever: it holds ids and codes, no names and no text",
    "ledger.Seal": "for ever: it holds numbers and fingerprints",
    "mfa.Authenticator": "until its holder takes it away, or the account is closed",
    "procrastinate.ProcrastinateEvent": "with its job",
    "procrastinate.ProcrastinateJob": "until it is done; its arguments are ids",
    "procrastinate.ProcrastinatePeriodicDefer": "made by the software",
    "procrastinate.ProcrastinateWorker": "while the worker runs",
    "sessions.Session": "12 hours at most",
    "socialaccount.SocialAccount": "with the account",
    "socialaccount.SocialApp": "made by whoever runs the service",
    "socialaccount.SocialToken": "not kept",
    "usersessions.UserSession": "with its session",
}


def text() -> str:
    """The whole page, from the packs and from what each field says of itself."""
    packs = [register().pack(name) for name in register().ids()]
    return "\n".join(
        [
            "# What is kept, and for how long\n",
            "A record is kept until the longest rule that applies to it ends, and then until two people",
            "destroy it. While a legal hold stands, or a period of involvement is open, it is kept. Where no",
            "rule applies, nothing is destroyed.\n",
            "## Rules\n",
            "| authority | to whom it applies | kind of record | how long | source | what it says |",
            "|---|---|---|---|---|---|",
            *(row for pack in packs for row in _rules(pack)),
            "\n## Kinds of record\n",
            "| kind | what it is | rules |\n|---|---|---|",
            *(f"| `{one.value}` | {one.says} | {_rules_of(one, packs)} |" for one in Retention),
            "\n## Every kind of entry, and every field\n",
            "| entry | field | sensitivity | kept as |\n|---|---|---|---|",
            *(row for _, kind in sorted(entry_types().items()) for row in _fields(kind)),
            "\n## Tables besides the entries\n",
            "| table | how long |\n|---|---|",
            *(f"| `{model._meta.label}` | {how_long(model)} |" for model in tables()),
            "",
        ]
    )


def _rules(pack: Pack) -> Iterator[str]:
    """A pack's own rules: those of what it builds on stand there."""
    own = {
        name: rule
        for name, rule in pack.retention.items()
        if not pack.base or name not in pack.base.retention
    }
    for rule in own.values():
        for cite in rule.cite:
            source = pack.sources[cite.source]
            yield (
                f"| {pack.head.authority} | {rule.title} | {', '.join(f'`{one}`' for one in rule.of)} "
                f"| {_how_long(rule)} | {source.title}, {cite.at} | {cite.says} |"
            )
    if not own:
        yield f"| {pack.head.authority} | | | {NO_RULE}, but for the law's | | |"


def _how_long(rule: RetentionRule) -> str:
    if not rule.years:
        return "for ever"
    usual = f"{rule.years} years from {rule.from_.replace('_', ' ')}"
    return (
        f"{usual}; if they died as a child, {rule.died_as_child} from death" if rule.died_as_child else usual
    )


def _rules_of(kind: Retention, packs: list[Pack]) -> str:
    found = {name for pack in packs for name, rule in pack.retention.items() if kind.value in rule.of}
    return ", ".join(f"`{name}`" for name in sorted(found)) or NO_RULE


def _fields(kind: type[EntryType]) -> Iterator[str]:
    for number, (name, field) in enumerate(kind.fields.items()):
        entry = f"{kind.title} (`{kind.kind}`)" if number == 0 else ""
        yield f"| {entry} | `{name}` | {field.sensitivity.value} | `{field.retention.value}` |"
    if not kind.fields:
        yield f"| {kind.title} (`{kind.kind}`) | by its step | personal | `{Retention.CHILD_RECORD.value}` |"


def tables() -> list[type[models.Model]]:
    """Every table but that of the entries, by name."""
    return sorted((one for one in apps.get_models() if one is not Entry), key=lambda one: one._meta.label)


def how_long(model: type[models.Model]) -> str:
    """How long its rows are kept; empty for a table of which nobody has said it."""
    return APART.get(model._meta.label) or ("with the record" if _follows(model, ()) else "")


def _follows(model: type[models.Model], seen: tuple[object, ...]) -> bool:
    """Whether its rows point, at whatever remove, to a record: a destruction empties it."""
    if model in (Entry, Subject, Episode, Draft):
        return True
    ends = [column.related_model for column in model._meta.concrete_fields if column.is_relation]
    return any(isinstance(end, type) and end not in seen and _follows(end, (*seen, model)) for end in ends)
