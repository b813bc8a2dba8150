"""Makes a table append-only in a migration: by privilege for the service's role, by trigger for everyone."""

from django.db.migrations import RunSQL

_PROTECT = """
create trigger append_only before update or delete on {table}
    for each row execute function goldthread_refuse();
create trigger never_truncate before truncate on {table}
    for each statement execute function goldthread_refuse();
do $$ begin
    if exists (select from pg_roles where rolname = 'goldthread_app') then
        revoke update, delete, truncate on {table} from goldthread_app;
    end if;
end $$;
"""
_UNPROTECT = "drop trigger append_only on {table}; drop trigger never_truncate on {table};"


def append_only(table: str) -> RunSQL:
    """What a migration does so that rows of `table` are written once (docs/decisions/0004-append-only.md).

    The migration depends on one of the ledger after `0002_append_only`, which makes the function.
    """
    return RunSQL(_PROTECT.format(table=table), _UNPROTECT.format(table=table))
