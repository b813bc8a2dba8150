"""docs/reference/access.md: what each role may do, and who may open each address."""

from collections.abc import Callable, Iterator
from typing import Any

from django.urls import URLPattern, URLResolver, get_resolver

from goldthread.accounts.capabilities import Capability
from goldthread.accounts.roles import roles_of
from goldthread.ledger.procedure import register
from goldthread.web.guard import AccessRule, Kind

WORDS = {
    Kind.PUBLIC: "anyone",
    Kind.SIGNED_IN: "anyone signed in",
    Kind.CAPABLE: "whoever may `{}`",
    Kind.RECORD: "whoever may `{}`, and may see the record in question",
}


def text() -> str:
    """The whole page, from the same declarations that the guard uses."""
    roles = [
        f"| `{pack.id}` | {role.title} (`{name}`) | {role.says} | {_may(role.may)} |"
        for pack in map(register().pack, register().ids())
        if not pack.head.skeleton
        for name, role in sorted(roles_of(pack).items())
    ]
    addresses = [f"| `{address}` | {_who(rule)} |" for address, rule in sorted(addresses_with_rules())]
    return "\n".join(
        [
            "# Who may do what\n",
            "## Roles\n",
            "| authority | role | who holds it | may |\n|---|---|---|---|",
            *roles,
            "\n## Addresses\n",
            "| address | who may open it |\n|---|---|",
            *addresses,
            "",
        ]
    )


def addresses_with_rules() -> list[tuple[str, AccessRule | None]]:
    """Every address of the service with its rule; None where a view has none."""
    return [(address, getattr(view, "access_rule", None)) for address, view in addresses_with_views()]


def addresses_with_views() -> list[tuple[str, Callable[..., Any]]]:
    """Every address of the service with its view."""
    return list(_views(get_resolver()))


def _views(resolver: URLResolver, prefix: str = "/") -> Iterator[tuple[str, Callable[..., Any]]]:
    for pattern in resolver.url_patterns:
        address = f"{prefix}{pattern.pattern}"
        if isinstance(pattern, URLPattern):
            yield address, pattern.callback
        else:
            yield from _views(pattern, address)


def _who(rule: AccessRule | None) -> str:
    if rule is None:
        return "nobody: it has no rule"
    return WORDS[rule.kind].format("` or `".join(filter(None, (rule.capability, rule.or_else))))


def _may(capabilities: frozenset[Capability]) -> str:
    return ", ".join(f"`{capability}`" for capability in sorted(capabilities))
