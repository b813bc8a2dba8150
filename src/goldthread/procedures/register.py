"""All packs of a folder: which authorities there are, and whose procedure was in force on a day."""

from datetime import date
from pathlib import Path

from goldthread.procedures.format.reader import close_match
from goldthread.procedures.pack import EVERYTHING, Only, Pack
from goldthread.procedures.tables import Procedure


class NoProcedure(LookupError):
    """No pack answers: the authority is unknown, or none of its packs was in force on the day."""


class PackRegister:
    """The packs below a folder, each loaded once, when first asked for."""

    def __init__(self, directory: Path, only: Only = EVERYTHING) -> None:
        """`directory` holds one folder for each pack; of each, only what is wanted is read."""
        self.directory = directory
        self._only = only
        self._packs: dict[str, Pack] = {}
        self._procedures: dict[str, Procedure] = {}

    def ids(self) -> list[str]:
        """The ids of all packs."""
        return sorted(path.parent.name for path in self.directory.glob("*/pack.yaml"))

    def authorities(self) -> list[str]:
        """The ids of the authorities that have a procedure. Raises Damaged if a pack cannot be read."""
        heads = PackRegister(self.directory, Only(("head",)))
        packs = [heads.pack(name) for name in self.ids()]
        return sorted({pack.authority for pack in packs if not pack.head.skeleton})

    def pack(self, name: str) -> Pack:
        """A pack built on its bases. Raises NoProcedure if there is none, Damaged if it cannot be read."""
        if name not in self._packs:
            if name not in self.ids():
                raise NoProcedure(f'There is no pack "{name}".{close_match(name, self.ids())}')
            own = Pack.load(self.directory / name, self._only)
            self._packs[name] = own.extend(self.pack(own.head.extends)) if own.head.extends else own
        return self._packs[name]

    def versions(self, authority: str) -> list[Pack]:
        """Every pack of an authority, the oldest first. Raises NoProcedure if there is none.

        A later version lies in a folder named after the authority and more, and says `procedure_of`.
        """
        named = [name for name in self.ids() if f"{name}-".startswith(f"{authority}-")]
        packs = [self.pack(name) for name in named]
        found = [pack for pack in packs if pack.authority == authority and not pack.head.skeleton]
        if not found:
            known = self.authorities()
            hint = f"{close_match(authority, known)} There are procedures of: {', '.join(known)}."
            raise NoProcedure(f'There is no procedure of "{authority}".{hint}')
        return sorted(found, key=lambda pack: pack.head.in_force.from_ if pack.head.in_force else date.min)

    def procedure(self, authority: str) -> Procedure:
        """Every version of an authority's procedure, compiled once. Errors as for `versions`."""
        if authority not in self._procedures:
            self._procedures[authority] = Procedure(self.versions(authority))
        return self._procedures[authority]

    def in_force(self, authority: str, on: date) -> Pack:
        """The authority's procedure on a day. Raises NoProcedure if none was in force then."""
        fitting = [pack for pack in self.versions(authority) if pack.in_force_on(on)]
        if not fitting:
            raise NoProcedure(f"No procedure of {authority} was in force on {on}.")
        return fitting[-1]
