"""A browser of its own, with a profile on disk, that someone types into until it is killed."""

import os
import signal
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from playwright.sync_api import Browser, Locator, Page

from tests.browser.conftest import CHROMIUM
from tests.browser.visitor import ARGUMENTS
from tests.service import wait_until

AT_MOST = 5.0  # seconds of typing that may be lost
SENTINEL = "Saffron-xylophone"
WORDS = f"{SENTINEL}: came in without a coat again. "


@dataclass
class Typed:
    """What someone has typed so far, and when they had typed how much of it."""

    moments: list[tuple[float, str]] = field(default_factory=list)

    def on(self, box: Locator, until: float) -> None:
        """Type words into a box until that instant of the monotonic clock."""
        while time.monotonic() < until:
            box.press_sequentially(WORDS, delay=4)
            self.moments.append((time.monotonic(), box.input_value()))

    @property
    def all(self) -> str:
        """Everything."""
        return self.moments[-1][1]

    def safe(self, at: float) -> str:
        """What must not be lost, whatever happened at that instant."""
        return next((text for when, text in reversed(self.moments) if when <= at - AT_MOST), "")


@dataclass
class Doomed:
    """A Chromium that can be killed outright, and its profile."""

    process: "subprocess.Popen[bytes]"
    profile: Path
    page: Page

    def kill(self) -> float:
        """End it as a power cut would; when."""
        os.killpg(self.process.pid, signal.SIGKILL)
        killed = time.monotonic()
        self.process.wait()
        return killed

    def files_with(self, secret: str) -> list[Path]:
        """The files of the profile that hold these words."""
        wanted = [secret.encode(coding) for coding in ("utf-8", "utf-16-le")]
        files = (path for path in self.profile.rglob("*") if path.is_file())
        return [path for path in files if any(word in path.read_bytes() for word in wanted)]


@contextmanager
def doomed(browser: Browser, profile: Path) -> Iterator[Doomed]:
    """One such Chromium. `browser` is only asked how to speak to it."""
    where = ["--headless=new", "--remote-debugging-port=0", f"--user-data-dir={profile}", "about:blank"]
    quiet = subprocess.DEVNULL
    process = subprocess.Popen(
        [CHROMIUM, *ARGUMENTS, *where], start_new_session=True, stdout=quiet, stderr=quiet
    )
    port = profile / "DevToolsActivePort"
    wait_until(lambda: port.exists() and port.read_text().strip())
    chromium = browser.browser_type.connect_over_cdp(f"http://127.0.0.1:{port.read_text().split()[0]}")
    one = Doomed(process, profile, chromium.contexts[0].new_page())
    try:
        yield one
    finally:
        if process.poll() is None:
            one.kill()
