"""What is said of consent in questions that many kinds of entry ask (HUB-2.4, HERTS-6.1, 6.3, 6.4)."""

from collections.abc import Iterator

from goldthread.ledger.entries import Consent, Values
from goldthread.ledger.procedure import FactValues

GATHER, SHARE = "gather", "share"
_ASKED = {"permission_to_gather": GATHER, "permission_to_share": SHARE}
_TOLD = {"agreed": "agreed", "informed_only": "told", "not_informed": "not_told"}


def said(values: Values) -> list[Consent]:
    """What an entry says of the family's permission to gather and to share, each for itself."""
    return [*_permissions(values), *_knowledge(values)]


def _permissions(values: Values) -> Iterator[Consent]:
    for name, use in _ASKED.items():
        if isinstance(values.get(name), bool):
            yield Consent(use, "agreed" if values[name] else "refused", str(values.get("pr_holder_name", "")))


def _knowledge(values: Values) -> Iterator[Consent]:
    """What the parents know and agree to; that somebody with parental responsibility agrees."""
    told = _TOLD.get(str(values.get("parents_informed", "")))
    holder = str(values.get("pr_holder_name", ""))
    ground = FactValues("not_informed_ground").get(str(values.get("not_informed_ground", "")), "")
    why = ". ".join(filter(None, (str(values.get("consent_reason", "")), ground)))
    if told and "permission_to_share" not in values:
        yield Consent(SHARE, told, holder or ("The parents" if told != "not_told" else ""), why=why)
    elif values.get("pr_holder_agrees") is True and not told:
        yield Consent(SHARE, "agreed", holder)
