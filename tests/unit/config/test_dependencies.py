"""The list of components is what the locks say, and every licence is one that a council may run."""

import re
from subprocess import CompletedProcess

import pytest

from goldthread.config import dependencies
from goldthread.config.dependencies import LOCK, packages, sbom

# Licences that ask nothing of whoever runs the service, or (the last line) share changes to themselves.
FREE = re.compile(
    r"MIT|BSD|Apache|ISC|PSF|Python Software Foundation|HPND|Unlicense|0BSD|CC0|OFL|Zlib|zlib|Artistic"
    r"|MPL|Mozilla Public License|LGPL|Lesser General Public"
)


def test_every_package_of_the_lock_is_listed_with_its_version_and_marks() -> None:
    listed = {one["name"]: one for one in sbom()["components"]}
    named = re.findall(r"^([\w.-]+)==([\w.]+)", LOCK.read_text(), re.MULTILINE)
    assert len(named) > 60
    for name, version in named:
        assert listed[name]["version"] == version
        assert listed[name]["hashes"], name
    assert {"govuk-frontend", "htmx.org"} <= listed.keys()
    assert len({one["bom-ref"] for one in listed.values()}) == len(listed)


def test_the_same_locks_give_the_same_list() -> None:
    assert sbom() == sbom()
    assert sbom()["specVersion"] == "1.6"


def test_every_licence_is_known_and_lets_the_service_be_run_and_passed_on() -> None:
    other = {one.name: one.licence for one in packages() if not FREE.search(one.licence)}
    assert other == {}


def test_what_is_not_installed_has_no_licence_here() -> None:
    assert dependencies.licence("no-such-package-here") == ""


@pytest.mark.parametrize(
    ("status", "said", "ends", "strictly"),
    [
        (0, "No known vulnerabilities found", 0, 0),
        (1, "Found 1 known vulnerability in 1 package", 1, 1),
        (0, "No known vulnerabilities found\nx could not be audited: x (1.0)", 0, 1),  # nobody could be asked
        (1, "error: cannot resolve host", 0, 1),
    ],
)
def test_known_faults_fail_and_a_list_out_of_reach_is_a_notice(
    status: int, said: str, ends: int, strictly: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    answer = CompletedProcess([], status, said, "")
    monkeypatch.setattr(dependencies.subprocess, "run", lambda *_, **__: answer)
    assert (dependencies.audit(strict=False), dependencies.audit(strict=True)) == (ends, strictly)
