"""What a contact still lacks, by what would meet the duties that wait for it."""

from collections.abc import Iterable, Iterator
from datetime import datetime

from goldthread.frontdoor.contactfile import ContactFile
from goldthread.procedures.duties import Duty
from goldthread.procedures.pack import Pack

_EVENT = "contact.information_added"
_ALWAYS = ("information", "pr_holder_name", "consent_reason")
# The fields of an entry that state a fact by another name.
_ASKED_AS = {
    "consent": "parents_informed",
    "consent_reason_given": "parents_informed",
    "nhs_number_given": "nhs_number",
}


def waited_for_by(duties: Iterable[Duty], pack: Pack) -> set[str]:
    """The facts that would meet one of these duties, once they come in."""
    return {
        fact
        for duty in duties
        if not duty.met
        for each in duty.rule.written.met_by
        if not isinstance(each, str) and each.event == _EVENT
        for fact in _facts(pack, each.when)
    }


def waited_for(file: ContactFile, at: datetime) -> frozenset[str]:
    """The fields of MoreInformation that would meet a duty which is still open."""
    facts = waited_for_by((duty for child in file.children for duty in child.duties(at)), file.table.pack)
    asked = {_ASKED_AS.get(fact, fact) for fact in facts}
    if "parents_informed" in asked:
        asked.add("not_informed_ground")
    return frozenset({*asked, *_ALWAYS})


def _facts(pack: Pack, conditions: Iterable[str]) -> Iterator[str]:
    """The facts that these conditions ask about."""
    for name in conditions:
        condition = pack.conditions[name]
        yield from _facts(pack, condition.any_of) if condition.any_of else (condition.fact,)
