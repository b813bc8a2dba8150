"""What was found about packs that have not changed since: what has been checked is not checked again."""

import hashlib
import json
import re
import sys
from collections.abc import Callable, Iterable
from contextlib import suppress
from pathlib import Path
from typing import Any

from goldthread.procedures.format.findings import Finding

CODE = Path(__file__).parents[1]
EXTENDS = re.compile(rb"^extends: *([\w-]+)", re.MULTILINE)


class Remembered:
    """Findings by pack, each with the fingerprint of all that they follow from, in one file."""

    def __init__(self, file: Path, folders: Iterable[Path], around: Iterable[Path]) -> None:
        """`folders` hold the packs; `around` are other files from which findings follow."""
        self.file = file
        self.folders = list(folders)
        files = [*sorted(CODE.rglob("*.py")), *sorted(around)]
        self._around = _fingerprint(files, sys.version.encode())
        self._known: dict[str, Any] = {}
        with suppress(OSError, ValueError):
            self._known = json.loads(file.read_text(encoding="utf-8"))

    def findings(self, pack: str, check: Callable[[], list[Finding]]) -> list[Finding]:
        """What `check` finds about a pack: asked only if something has changed since."""
        folder = str(self.folders[0] / pack)
        fingerprint = self._of(pack)
        known = self._known.get(folder, {})
        if known.get("fingerprint") != fingerprint:
            known = {"fingerprint": fingerprint, "findings": check()}
            self._known[folder] = known
            self._keep()
        return [Finding(*each) for each in known["findings"]]

    def _of(self, pack: str, above: tuple[str, ...] = ()) -> str:
        """The fingerprint of a pack, the packs that it builds on, and all around them."""
        folder = next((each / pack for each in self.folders if (each / pack / "pack.yaml").is_file()), None)
        if folder is None or pack in above:
            return ""
        base = EXTENDS.search((folder / "pack.yaml").read_bytes())
        below = self._of(base[1].decode(), (*above, pack)) if base else self._around
        return _fingerprint(sorted(folder.rglob("*.y*ml")), f"{folder} {below}".encode())

    def _keep(self) -> None:
        """Write what is known of the packs that are still there, where that is possible."""
        there = {folder: known for folder, known in self._known.items() if Path(folder).is_dir()}
        with suppress(OSError):
            self.file.parent.mkdir(parents=True, exist_ok=True)
            written = self.file.with_suffix(".new")
            written.write_text(json.dumps(there), encoding="utf-8")
            written.replace(self.file)


def _fingerprint(files: Iterable[Path], beginning: bytes) -> str:
    """Of names and contents. A file that is not there counts as that."""
    digest = hashlib.sha256(beginning)
    for path in files:
        text = path.read_bytes() if path.is_file() else b"not there"
        digest.update(f"\0{path}\0{len(text)}\0".encode() + text)
    return digest.hexdigest()
