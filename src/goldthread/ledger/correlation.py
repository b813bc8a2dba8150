"""The number of the request being answered: on its audit rows, lines of the log and error page."""

from contextvars import ContextVar

request_id: ContextVar[str] = ContextVar("request_id", default="")
