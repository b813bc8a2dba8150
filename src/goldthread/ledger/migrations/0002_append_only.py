"""Make the record append-only: by privilege for the role that runs the service, and by trigger for everyone."""

from typing import ClassVar

from django.db import migrations

# Entries, what they say of each person, the audit trail: written once.
FOR_EVER = ("ledger_entry", "ledger_entrysubject", "ledger_auditrow")

REFUSE = """
create function goldthread_refuse() returns trigger language plpgsql as $$
begin
    raise exception '% is append-only: % refused', tg_table_name, lower(tg_op) using errcode = 'insufficient_privilege';
end $$;
create function goldthread_keep_signed_file() returns trigger language plpgsql as $$
begin
    if old.entry_id is not null then
        raise exception 'a signed file is never changed: % refused', lower(tg_op) using errcode = 'insufficient_privilege';
    end if;
    return case tg_op when 'DELETE' then old else new end;
end $$;
create trigger keep_signed before update or delete on ledger_attachment
    for each row execute function goldthread_keep_signed_file();
create trigger never_truncate before truncate on ledger_attachment
    for each statement execute function goldthread_refuse();
"""
UNDO = """
drop trigger keep_signed on ledger_attachment;
drop trigger never_truncate on ledger_attachment;
drop function goldthread_keep_signed_file();
drop function goldthread_refuse();
"""
PROTECT = """
create trigger append_only before update or delete on {table} for each row execute function goldthread_refuse();
create trigger never_truncate before truncate on {table} for each statement execute function goldthread_refuse();
do $$ begin
    if exists (select from pg_roles where rolname = 'goldthread_app') then
        revoke update, delete, truncate on {table} from goldthread_app;
    end if;
end $$;
"""
UNPROTECT = "drop trigger append_only on {table}; drop trigger never_truncate on {table};"


class Migration(migrations.Migration):
    dependencies: ClassVar = [("ledger", "0001_initial")]

    operations: ClassVar = [
        migrations.RunSQL(REFUSE, UNDO),
        *(migrations.RunSQL(PROTECT.format(table=t), UNPROTECT.format(table=t)) for t in FOR_EVER),
    ]
