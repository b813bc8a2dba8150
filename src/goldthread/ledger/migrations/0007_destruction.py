"""Destroying a record whose time is over: the one way past the append-only triggers, and what it leaves.

A row of the record goes only in a transaction that names a signed approval: an entry by which a second person
authorised somebody's proposal to destroy these very people's records, not yet carried out, none of them held
back. What another worked-with person's record holds, too, stays; only what it says of this one alone goes.
"""

from typing import ClassVar

import django.db.models.deletion
from django.db import migrations, models

FUNCTIONS = """
create function goldthread_owners(which uuid) returns uuid[] language sql stable as $$
    -- In whose records an entry stands: who is worked with in it; else who ever was; else all it is about.
    with parts as (
        select p.subject_id, p.episode_id is not null as here,
            exists (select from ledger_episode e where e.subject_id = p.subject_id) as ever
        from ledger_entrysubject p where p.entry_id = which
    ), rank as (select case when bool_or(here) then 1 when bool_or(ever) then 2 else 3 end as r from parts)
    select coalesce(array_agg(distinct subject_id), '{}') from parts, rank
    where (r = 1 and here) or (r = 2 and ever) or r = 3
$$;

create function goldthread_destroying() returns uuid[] language sql stable as $$
    -- Whose records the approval named by this transaction lets be destroyed; null where there is none.
    select array(select jsonb_array_elements_text(p.payload -> 'subjects')::uuid)
    from ledger_entry a join ledger_entry p on p.id = a.authorises_id
    where a.id = nullif(current_setting('goldthread.destroying', true), '')::uuid
        and a.kind = 'destruction_approved' and p.kind = 'destruction_proposed'
        and a.author_id <> p.author_id
        and not exists (
            select from ledger_entry c where c.answers_id = a.id and c.kind = 'destruction_certificate')
        and not exists (
            select from ledger_entry h
            where h.kind = 'legal_hold'
                and not exists (
                    select from ledger_entry l where l.answers_id = h.id and l.kind = 'legal_hold_lifted')
                and (h.payload ->> 'record' in ('all', p.payload ->> 'record') or exists (
                    select from ledger_entrysubject s
                    where s.entry_id = h.id and p.payload -> 'subjects' ? s.subject_id::text)))
$$;

create or replace function goldthread_refuse() returns trigger language plpgsql as $$
declare about uuid[]; owners uuid[];
begin
    if tg_op in ('DELETE', 'UPDATE') and tg_table_name in ('ledger_entry', 'ledger_entrysubject') then
        about := goldthread_destroying();
        if about is null then
            null;
        elsif tg_table_name = 'ledger_entry' and tg_op = 'DELETE' then
            owners := goldthread_owners(old.id);
            if old.kind !~ '^destruction_' and owners <@ about and (owners <> '{}'
                or coalesce(old.answers_id, old.amends_id, old.authorises_id, old.declines_id) is not null)
            then
                return old;
            end if;
        elsif tg_table_name = 'ledger_entrysubject' and tg_op = 'DELETE' then
            if not exists (select from ledger_entry e where e.id = old.entry_id) then
                return old;  -- its entry went just before
            end if;
        elsif tg_table_name = 'ledger_entrysubject' then
            if old.subject_id = any (about) and new.payload = '{}' and new.episode_id is null
                and row(new.id, new.entry_id, new.subject_id, new.placed_by_id, new.replaces_id)
                    is not distinct from row(old.id, old.entry_id, old.subject_id, old.placed_by_id, old.replaces_id)
            then
                return new;
            end if;
        end if;
    end if;
    raise exception '% is append-only: % refused', tg_table_name, lower(tg_op) using errcode = 'insufficient_privilege';
end $$;

create or replace function goldthread_keep_signed_file() returns trigger language plpgsql as $$
begin
    if old.entry_id is not null and not (
        tg_op = 'DELETE' and goldthread_destroying() is not null
        and not exists (select from ledger_entry e where e.id = old.entry_id)
    ) then
        raise exception 'a signed file is never changed: % refused', lower(tg_op) using errcode = 'insufficient_privilege';
    end if;
    return case tg_op when 'DELETE' then old else new end;
end $$;

create function goldthread_destroy(approval uuid, entries uuid[], parts bigint[]) returns void
language plpgsql security definer set search_path = public, pg_temp as $$
begin
    perform set_config('goldthread.destroying', approval::text, true);
    if goldthread_destroying() is null then
        raise exception 'no second person approved this, or it is held back' using errcode = 'insufficient_privilege';
    end if;
    delete from ledger_entry where id = any (entries);
    delete from ledger_attachment where entry_id = any (entries);
    delete from ledger_entrysubject where entry_id = any (entries);
    update ledger_entrysubject set payload = '{}', episode_id = null where id = any (parts);
    perform set_config('goldthread.destroying', '', true);
end $$;
revoke all on function goldthread_destroy(uuid, uuid[], bigint[]) from public;

create trigger append_only before update or delete on ledger_destroyed
    for each row execute function goldthread_refuse();
create trigger never_truncate before truncate on ledger_destroyed
    for each statement execute function goldthread_refuse();
do $$ begin
    if exists (select from pg_roles where rolname = 'goldthread_destroyer') then
        grant execute on function goldthread_destroy(uuid, uuid[], bigint[]) to goldthread_destroyer;
    end if;
    if exists (select from pg_roles where rolname = 'goldthread_app') then
        revoke update, delete, truncate on ledger_destroyed from goldthread_app;
    end if;
end $$;
"""
UNDO = """
drop trigger append_only on ledger_destroyed;
drop trigger never_truncate on ledger_destroyed;
drop function goldthread_destroy(uuid, uuid[], bigint[]);
create or replace function goldthread_refuse() returns trigger language plpgsql as $$
begin
    raise exception '% is append-only: % refused', tg_table_name, lower(tg_op) using errcode = 'insufficient_privilege';
end $$;
create or replace function goldthread_keep_signed_file() returns trigger language plpgsql as $$
begin
    if old.entry_id is not null then
        raise exception 'a signed file is never changed: % refused', lower(tg_op) using errcode = 'insufficient_privilege';
    end if;
    return case tg_op when 'DELETE' then old else new end;
end $$;
drop function goldthread_destroying();
drop function goldthread_owners(uuid);
"""


class Migration(migrations.Migration):
    """One table, and functions."""

    dependencies: ClassVar = [("ledger", "0006_seal")]

    operations: ClassVar = [
        migrations.CreateModel(
            name="Destroyed",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("row", models.BigIntegerField(db_index=True)),
                ("entry", models.UUIDField(db_index=True)),
                ("before", models.BinaryField()),
                ("after", models.BinaryField()),
                (
                    "certificate",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="ledger.entry"
                    ),
                ),
            ],
        ),
        migrations.RunSQL(FUNCTIONS, UNDO),
    ]
