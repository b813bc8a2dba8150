"""/metrics: counts for Prometheus, over all processes of the service. No names, no ids, no texts.

Where the web server has several processes, each writes its counts into the folder that
PROMETHEUS_MULTIPROC_DIR names (`up` sets it), and whichever is asked adds them up.
"""

import os
from collections.abc import Iterator

from django.db import connection
from prometheus_client import REGISTRY as THIS_PROCESS
from prometheus_client import CollectorRegistry, generate_latest
from prometheus_client.core import GaugeMetricFamily, Metric
from prometheus_client.multiprocess import MultiProcessCollector
from prometheus_client.registry import Collector

import goldthread

FOLDER = "PROMETHEUS_MULTIPROC_DIR"
_OF_THE_RECORD = {
    "goldthread_entries": ("Signed entries.", "select count(*) from ledger_entry"),
    "goldthread_drafts": (
        "Drafts not signed.",
        "select count(*) from ledger_draft where signed_as_id is null",
    ),
    "goldthread_audit_rows": ("Rows of the audit trail.", "select coalesce(max(id), 0) from ledger_auditrow"),
    "goldthread_unsealed_rows": (
        "Rows of the audit trail that are not under seal yet.",
        "select count(*) from ledger_auditrow where id > "
        "(select coalesce(max(last), 0) from (select rows[array_upper(rows, 1)] as last from ledger_seal"
        " order by id desc limit 1) newest)",
    ),
    "goldthread_sessions": (
        "Sign-ins that have not ended.",
        "select count(*) from django_session where expire_date > now()",
    ),
    "goldthread_jobs_waiting_seconds": (
        "How long the oldest due job waits, in seconds.",
        "select coalesce(extract(epoch from now() - min(coalesce(j.scheduled_at, e.at))), 0)"
        " from procrastinate_jobs j join procrastinate_events e on e.job_id = j.id and e.type = 'deferred'"
        " where j.status = 'todo' and coalesce(j.scheduled_at, e.at) <= now()",
    ),
}
_BY_STATE = {
    "goldthread_jobs": (
        "Jobs of the queue.",
        "select status::text, count(*) from procrastinate_jobs group by 1",
    ),
    "goldthread_messages": (
        "Messages, by how they stand.",
        "select state, count(*) from documents_delivery group by 1",
    ),
    "goldthread_files": (
        "Files sent in, by scan.",
        "select state, count(*) from ledger_filecheck group by 1",
    ),
}


class Record(Collector):
    """What the database says, asked when somebody looks."""

    def collect(self) -> Iterator[Metric]:
        """Each gauge."""
        version = GaugeMetricFamily("goldthread_build", "The version that runs.", labels=["version"])
        version.add_metric([goldthread.__version__], 1)
        yield version
        with connection.cursor() as cursor:
            for name, (says, query) in _OF_THE_RECORD.items():
                cursor.execute(query)
                row = cursor.fetchone()
                yield GaugeMetricFamily(name, says, value=float(row[0]) if row else 0.0)
            for name, (says, query) in _BY_STATE.items():
                gauge = GaugeMetricFamily(name, says, labels=["state"])
                cursor.execute(query)
                for state, number in cursor.fetchall():
                    gauge.add_metric([str(state)], float(number))
                yield gauge


def text() -> bytes:
    """All of it, as Prometheus reads it. Raises DatabaseError while the database is away."""
    registry = CollectorRegistry(auto_describe=False)
    if os.environ.get(FOLDER):
        MultiProcessCollector(registry)  # type: ignore[no-untyped-call]
        counts = generate_latest(registry)
    else:
        counts = generate_latest(THIS_PROCESS)
    asked = CollectorRegistry(auto_describe=False)
    asked.register(Record())
    return counts + generate_latest(asked)
