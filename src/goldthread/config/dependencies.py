"""`./goldthread dependencies`: what the service is made of, its licences, and what is known to be wrong.

The lock says which packages, in which versions and with which marks; what is installed says their licences.
OWASP ASVS 5.0: 15.1.1, 15.1.2, 15.2.1, 15.2.4. How soon a known fault is mended is in decision 0043.
"""

import argparse
import json
import re
import subprocess
import sys
import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from email.message import Message
from importlib.metadata import PackageNotFoundError, metadata
from pathlib import Path
from typing import Any

import goldthread
from goldthread.config.paths import ROOT

LOCK, FRONT_END = ROOT / "requirements.lock", ROOT / "package-lock.json"
_LINE = re.compile(r"^([A-Za-z0-9_.-]+)==([^ ;\\]+)", re.MULTILINE)
_MARK = re.compile(r"--hash=sha256:([0-9a-f]{64})")
_AUDIT = ["tool", "run", "--from", "pip-audit==2.10.1", "pip-audit", "--disable-pip", "--require-hashes"]
_FOUND = 1  # pip-audit's status when it knows of faults; with another it could not ask
_SAID = re.compile(r"(Found \d+|No) known vulnerabilit")
_NOT_ASKED = "could not be audited"
# What these packages say in their source, and not in what is installed.
_UNSAID = {"pyrage": "MIT", "axe-playwright-python": "MIT"}
_NAMESPACE = uuid.UUID("6f1b9c8e-0d0f-4c0e-9a55-0f6f6c1d2b11")  # one lock, one number


@dataclass(frozen=True)
class Package:
    """One package of the lock: where it comes from, and the marks of the files in which it may come."""

    name: str
    version: str
    system: str  # pypi or npm
    marks: tuple[str, ...]
    licence: str

    @property
    def address(self) -> str:
        """Its name as lists of components write it."""
        name = self.name.replace("@", "%40") if self.system == "npm" else self.name.lower().replace("_", "-")
        return f"pkg:{self.system}/{name}@{self.version}"


def main(arguments: list[str]) -> int:
    """list, sbom or audit; its exit status is ours."""
    parser = argparse.ArgumentParser(prog="./goldthread dependencies", description=__doc__)
    parser.add_argument("what", choices=["list", "sbom", "audit"])
    parser.add_argument("--out", type=Path, help="write it there")
    parser.add_argument("--strict", action="store_true", help="not to be able to ask is a failure too")
    asked = parser.parse_args(arguments)
    if asked.what == "audit":
        return audit(strict=asked.strict)
    text = json.dumps(sbom(), indent=1) if asked.what == "sbom" else "\n".join(map(_line, packages()))
    if asked.out:
        asked.out.write_text(text + "\n", encoding="utf-8")
    else:
        print(text)
    return 0


def packages() -> list[Package]:
    """What the two locks name, by name."""
    return sorted([*_python(), *_front_end()], key=lambda one: (one.system, one.name))


def sbom() -> dict[str, Any]:
    """The list of components, as CycloneDX 1.6. The same lock gives the same list, byte for byte."""
    found = packages()
    number = uuid.uuid5(_NAMESPACE, "".join(one.address for one in found))
    service = {"type": "application", "bom-ref": "goldthread", "name": "goldthread"}
    service["version"] = goldthread.__version__
    return {
        "bomFormat": "CycloneDX",
        "specVersion": "1.6",
        "serialNumber": f"urn:uuid:{number}",
        "version": 1,
        "metadata": {"component": service},
        "components": [_component(one) for one in found],
    }


def audit(*, strict: bool) -> int:
    """Ask which of them have known faults. Where nobody can be asked, a notice, or if `strict` a failure."""
    command = [str(Path(sys.executable).parent / "uv"), *_AUDIT, "--requirement", str(LOCK)]
    asked = subprocess.run(command, capture_output=True, text=True, stdin=subprocess.DEVNULL, check=False)
    said = asked.stdout + asked.stderr
    if asked.returncode in {0, _FOUND} and _SAID.search(said) and _NOT_ASKED not in said:
        print(said.strip())
        return asked.returncode
    print("notice: the dependencies were not audited: the list of known faults cannot be reached from here")
    return 1 if strict else 0


def _python() -> Iterator[Package]:
    text = LOCK.read_text(encoding="utf-8")
    places = list(_LINE.finditer(text))
    for place, after in zip(places, [*places[1:], None], strict=True):
        whole = text[place.start() : after.start() if after else None]
        yield Package(place[1], place[2], "pypi", tuple(_MARK.findall(whole)), licence(place[1]))


def _front_end() -> Iterator[Package]:
    for path, told in json.loads(FRONT_END.read_text(encoding="utf-8"))["packages"].items():
        if path:
            name = path.rpartition("node_modules/")[2]
            yield Package(name, told["version"], "npm", (), str(told.get("license", "")))


def licence(name: str) -> str:
    """What an installed package says of its licence; empty for one that is not installed here."""
    try:
        told: Message = metadata(name)  # type: ignore[assignment]
    except PackageNotFoundError:
        return ""
    given = told.get("License-Expression") or ""
    classes = [each for each in told.get_all("Classifier") or () if each.startswith("License ::")]
    named = " or ".join(each.rpartition(" :: ")[2] for each in classes)
    return given or named or (told.get("License") or "").partition("\n")[0][:60] or _UNSAID.get(name, "")


def _component(one: Package) -> dict[str, Any]:
    named = {"name": one.name, "version": one.version, "purl": one.address}
    said: dict[str, Any] = {"type": "library", "bom-ref": one.address, **named}
    if one.licence:
        said["licenses"] = [{"license": {"name": one.licence}}]
    if one.marks:
        said["hashes"] = [{"alg": "SHA-256", "content": mark} for mark in one.marks]
    return said


def _line(one: Package) -> str:
    return f"{one.name:<32}{one.version:<18}{one.licence or 'not installed here'}"
