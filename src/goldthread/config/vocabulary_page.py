"""docs/reference/vocabulary.md: the words in which each authority's cases are written."""

from goldthread.config.paths import ROOT
from goldthread.procedures.answers import vocabulary
from goldthread.procedures.pack import Pack
from goldthread.procedures.register import PackRegister

HEADINGS = "| step | outcomes | facts | recorded by |\n|---|---|---|---|"


def text() -> str:
    """The whole page, from the packs that this version comes with."""
    register = PackRegister(ROOT / "packs")
    packs = [register.pack(name) for name in register.ids()]
    return "# Vocabulary\n\n" + "\n".join(_section(pack) for pack in packs if not pack.head.skeleton)


def _section(pack: Pack) -> str:
    rows = [
        f"| {step['title']} (`{step['step']}`) | {_list(step['outcomes'])} "
        f"| {_list([fact['name'] for fact in step['facts']])} | {_list(step['roles'])} |"
        for step in vocabulary(pack)["steps"]
    ]
    return "\n".join([f"## {pack.head.authority}\n", HEADINGS, *rows, ""])


def _list(words: list[str]) -> str:
    return ", ".join(f"`{word}`" for word in words)
