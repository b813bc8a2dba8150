"""How records are written: which abbreviations are agreed, and which words are better put plainly."""

from collections.abc import Mapping

from goldthread.procedures.format.cites import Cites, Readings, Requirements
from goldthread.procedures.format.keys import NONE, Part


class Writing(Part):
    """The file writing.yaml. Lists of a pack add to those of the pack that it builds on."""

    version: int = 1
    """The number of the agreed list of abbreviations: one more with every change of it."""
    abbreviations: Mapping[str, str] = NONE
    """Abbreviations that may be used, each with the words that it stands for."""
    plainer: Mapping[str, str] = NONE
    """Jargon, lower case, each with plainer words."""
    loaded: Mapping[str, str] = NONE
    """Words that judge, lower case, each with what to write instead."""
    requirement: Requirements = ()
    reading: Readings = ()
    cite: Cites = ()

    def after(self, base: "Writing") -> "Writing":
        """The lists of the pack that this one builds on, then these."""
        lists = ("abbreviations", "plainer", "loaded")
        return self.but(**{name: {**getattr(base, name), **getattr(self, name)} for name in lists})
