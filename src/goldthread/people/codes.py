"""The lists in which what is said of a person is kept, read from data, and what "no answer" can mean."""

from collections.abc import Mapping
from functools import cache
from pathlib import Path
from types import MappingProxyType

import yaml

from goldthread.people.statements import Characterised

_FILE = Path(__file__).with_name("codes.yaml")
# A code, or an answer of a form, that is no fact about the person but says why there is none.
_UNSAID = {
    "REFU": "declined",
    "NOBT": "not_asked",
    "U": "not_known",
    "not_known": "not_known",
    "not_asked": "not_asked",
    "declined": "declined",
}


@cache
def titles(name: str) -> Mapping[str, str]:
    """The codes of a list with how each reads, in order. Raises KeyError for a list that there is not."""
    lists = yaml.safe_load(_FILE.read_text(encoding="utf-8"))
    return MappingProxyType(lists[name]["codes"])


def said(about: str, kind: str, answer: str | None, words: Mapping[str, str]) -> Characterised:
    """What an answer picked from a list states; why there is no answer, where that is what was picked.

    `words` is the list; for one of our code lists the code is kept beside the words.
    """
    if not answer or answer in _UNSAID:
        return Characterised(about=about, kind=kind, value="", answer=_UNSAID.get(answer or "", "said"))
    code = answer if words.get(answer) and answer.isupper() else ""
    return Characterised(about=about, kind=kind, value=words.get(answer, ""), code=code)
