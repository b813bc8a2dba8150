"""One authority's service: made ready, its web server and its worker kept running."""

import http.client
import shutil
import sys
from dataclasses import dataclass, field
from pathlib import Path

from goldthread.config import authorities, database
from goldthread.config.children import Child
from goldthread.config.metrics import FOLDER
from goldthread.config.paths import VAR

_WORKER = (sys.executable, "-m", "django", "procrastinate", "worker", "--concurrency", "2")
_PREPARE = (sys.executable, "-m", "goldthread.config.preparing")


def _web(bind: str, port: int) -> list[str]:
    granian = str(Path(sys.executable).parent / "granian")
    size = ["--workers", "2", "--blocking-threads", "4", "--respawn-failed-workers"]
    where = ["--host", bind, "--port", str(port), "--no-ws", "--log-level", "warning"]
    return [granian, *size, *where, "--interface", "wsgi", "goldthread.config.wsgi:application"]


def host(bind: str) -> str:
    """The name by which a browser on this machine reaches what is bound there."""
    return "localhost" if bind in {"0.0.0.0", "127.0.0.1", "::"} else bind  # noqa: S104 - compared, not bound


@dataclass
class Site:
    """Where one authority's pages are. `ports` are those of every authority here, for links between them.

    `ready` is True when its first page has answered. `is_prepared` may be said by who prepared it.
    """

    authority: str
    bind: str
    port: int
    ports: str
    is_prepared: bool = False
    ready: bool = field(default=False, init=False)

    def __post_init__(self) -> None:
        environment = {authorities.HERE: self.authority, authorities.PORTS: self.ports}
        self._environment = environment
        self._counts = VAR / "metrics" / self.authority
        counting = {**environment, FOLDER: str(self._counts)}
        self._web = Child(f"web server of {self.authority}", _web(self.bind, self.port), counting)
        working = environment | {database.PURPOSE_VARIABLE: "work"}
        self._worker = Child(f"worker of {self.authority}", _WORKER, working)
        self._preparing = Child(f"preparation of {self.authority}", _PREPARE, environment)

    @property
    def address(self) -> str:
        """The address of its first page."""
        return f"http://{host(self.bind)}:{self.port}/"

    def look_after(self) -> None:
        """One look: go on with starting it, or start again what has died. Hardly waits."""
        if not self.is_prepared:
            self._prepare()
            return
        if not self._web.is_started:
            shutil.rmtree(self._counts, ignore_errors=True)  # what an earlier run counted
            self._counts.mkdir(parents=True)
            self._web.start()
        self._web.keep_running()
        self._worker.keep_running()
        if not self.ready and self._answers():
            self.ready = True
            self._worker.start()  # so that the first page need not wait for it

    def database_came_back(self) -> None:
        """The worker does not find its way back by itself; the web server does."""
        self._worker.end()

    def ask_to_stop(self) -> None:
        """Tell everything of it to finish."""
        for child in self._children():
            child.ask_to_stop()

    def wait_until_stopped(self) -> None:
        """Wait until everything of it has finished."""
        for child in self._children():
            child.wait_until_stopped()

    def _children(self) -> tuple[Child, ...]:
        return self._web, self._worker, self._preparing

    def _prepare(self) -> None:
        if not self._preparing.is_started:
            self._preparing.start()
        ended = self._preparing.process.poll() if self._preparing.process else None
        self.is_prepared = ended == 0
        if ended:
            self._preparing.keep_running()

    def _answers(self) -> bool:
        """Whether a page comes back, whatever it says."""
        page = http.client.HTTPConnection(host(self.bind), self.port, timeout=1)
        try:
            page.request("GET", "/")
            page.getresponse()
        except (OSError, http.client.HTTPException):
            return False
        finally:
            page.close()
        return True
