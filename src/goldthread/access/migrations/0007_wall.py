"""The second wall: row-level security on what is written about people whose record is closed (decision 40).

`access_closed` holds the people whose record, or one of the same person, is restricted or sealed;
`access_shut` the entries that stand in closed records alone, `access_shut_draft` the drafts about them. Triggers keep them, as the owner; the service's role only reads them. So an open record costs one look
into a small table, and policy is not written a second time: a closed row shows where the transaction says that
policy opened its person (`goldthread.opened`), or that it does a declared purpose (`goldthread.purpose`).
"""

from typing import ClassVar

from django.db import migrations

_TABLES = """
create table access_closed (subject uuid primary key);
create table access_shut (entry uuid primary key, subjects uuid[] not null);
create table access_shut_draft (draft uuid primary key, subjects uuid[] not null);
do $$ begin
    if exists (select from pg_roles where rolname = 'goldthread_app') then
        revoke insert, update, delete, truncate on access_closed, access_shut, access_shut_draft from goldthread_app;
    end if;
end $$;
"""
_NO_TABLES = "drop table access_shut_draft; drop table access_shut; drop table access_closed;"

# What the transaction says. Empty and unset are the same: after a transaction a setting is empty, not unset.
_SAID = """
create function goldthread_opened() returns uuid[] language sql stable parallel safe as $$
    select coalesce(nullif(current_setting('goldthread.opened', true), ''), '{}')::uuid[]
$$;
create function goldthread_holder() returns uuid language sql stable parallel safe as $$
    select nullif(current_setting('goldthread.holder', true), '')::uuid
$$;
create function goldthread_lowered() returns boolean language sql stable parallel safe as $$
    select coalesce(current_setting('goldthread.purpose', true), '')
        in ('announce', 'derive', 'follow', 'work')
$$;
create function goldthread_about(of_entry uuid) returns setof uuid
language sql stable security definer set search_path = public, pg_temp as $$
    select p.subject_id from ledger_entrysubject p
    where p.entry_id = of_entry and not exists (select from ledger_astray a where a.part_id = p.id)
$$;
"""
_UNSAID = """
drop function goldthread_about(uuid);
drop function goldthread_lowered();
drop function goldthread_holder();
drop function goldthread_opened();
"""

_KEEPING = """
create function goldthread_shut_entries(these uuid[]) returns void
language sql security definer set search_path = public, pg_temp as $$
    delete from access_shut where entry = any(these);
    insert into access_shut
    select p.entry_id, array_agg(p.subject_id) from ledger_entrysubject p
    where p.entry_id = any(these) and not exists (select from ledger_astray a where a.part_id = p.id)
    group by p.entry_id
    having bool_and(exists (select from access_closed c where c.subject = p.subject_id));
$$;

create function goldthread_ids_in(words text) returns setof uuid language sql immutable parallel safe as $$
    select found[1]::uuid
    from regexp_matches(words, '[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}', 'g') found
$$;

create function goldthread_shut_drafts(these uuid[]) returns void
language sql security definer set search_path = public, pg_temp as $$
    delete from access_shut_draft where draft = any(these);
    insert into access_shut_draft
    select d.id, array_agg(distinct named.subject)
    from ledger_draft d
    cross join lateral (
        select s.id as subject from ledger_subject s where s.id in (select goldthread_ids_in(d.context::text))
        union
        select p.subject_id from ledger_entrysubject p
        where p.entry_id = d.signed_as_id or p.entry_id in (select goldthread_ids_in(d.context::text))
    ) named
    where d.id = any(these)
    group by d.id
    having bool_and(exists (select from access_closed c where c.subject = named.subject));
$$;

create function goldthread_close(about uuid[]) returns void
language plpgsql security definer set search_path = public, pg_temp as $$
declare
    changed uuid[];
    entries uuid[];
begin
    with recursive one (start, id) as (
        select id, id from unnest(about) id
        union
        select one.start, link.id from one, lateral (
            select other_id as id from people_sameperson
            where subject_id = one.id and superseded_by_id is null
            union all
            select subject_id from people_sameperson where other_id = one.id and superseded_by_id is null
        ) link
    ), protected as (
        select one.start, bool_or(p.level is not null) as closed from one
        left join access_protection p on p.subject_id = one.id and p.level in ('restricted', 'sealed')
        group by one.start
    ), same as (
        select distinct one.id as subject, protected.closed from one join protected using (start)
    ), gone as (
        delete from access_closed c using same where same.subject = c.subject and not same.closed
        returning c.subject
    ), come as (
        insert into access_closed select subject from same where closed
        on conflict do nothing returning subject
    )
    select array_agg(subject) into changed from (select * from gone union all select * from come) both_ways;
    if changed is null then
        return;
    end if;
    select array_agg(distinct entry_id) into entries from ledger_entrysubject where subject_id = any(changed);
    perform goldthread_shut_entries(entries);
    perform goldthread_shut_drafts(array(
        select d.id from ledger_draft d
        where d.signed_as_id = any(entries)
            or exists (select from goldthread_ids_in(d.context::text) one where one = any(changed || entries))
    ));
end $$;
"""
_NOT_KEEPING = """
drop function goldthread_close(uuid[]);
drop function goldthread_shut_drafts(uuid[]);
drop function goldthread_ids_in(text);
drop function goldthread_shut_entries(uuid[]);
"""

_TRIGGERS = """
create function goldthread_protection_changed() returns trigger
language plpgsql security definer set search_path = public, pg_temp as $$
begin
    if tg_op <> 'INSERT' then perform goldthread_close(array[old.subject_id]); end if;
    if tg_op <> 'DELETE' then perform goldthread_close(array[new.subject_id]); end if;
    return null;
end $$;
create trigger wall after insert or update or delete on access_protection
    for each row execute function goldthread_protection_changed();

create function goldthread_identity_changed() returns trigger
language plpgsql security definer set search_path = public, pg_temp as $$
begin
    if tg_op <> 'INSERT' then perform goldthread_close(array[old.subject_id, old.other_id]); end if;
    if tg_op <> 'DELETE' then perform goldthread_close(array[new.subject_id, new.other_id]); end if;
    return null;
end $$;
create trigger wall after insert or update or delete on people_sameperson
    for each row execute function goldthread_identity_changed();

create function goldthread_part_changed() returns trigger
language plpgsql security definer set search_path = public, pg_temp as $$
declare
    part ledger_entrysubject;
begin
    part := case tg_op when 'DELETE' then old else new end;
    if exists (select from access_closed where subject = part.subject_id)
        or exists (select from access_shut where entry = part.entry_id) then
        perform goldthread_shut_entries(array[part.entry_id]);
    end if;
    return null;
end $$;
create trigger wall after insert or delete on ledger_entrysubject
    for each row execute function goldthread_part_changed();

create function goldthread_astray_changed() returns trigger
language plpgsql security definer set search_path = public, pg_temp as $$
begin
    perform goldthread_shut_entries(array(
        select p.entry_id from ledger_entrysubject p
        where p.id = case tg_op when 'DELETE' then old.part_id else new.part_id end
    ));
    return null;
end $$;
create trigger wall after insert or delete on ledger_astray
    for each row execute function goldthread_astray_changed();

create function goldthread_draft_changed() returns trigger
language plpgsql security definer set search_path = public, pg_temp as $$
begin
    if tg_op = 'DELETE' then
        delete from access_shut_draft where draft = old.id;
    elsif exists (select from access_closed) then
        perform goldthread_shut_drafts(array[new.id]);
    end if;
    return null;
end $$;
create trigger wall after insert or delete or update of context, signed_as_id on ledger_draft
    for each row execute function goldthread_draft_changed();
"""
_NO_TRIGGERS = """
drop trigger wall on ledger_draft;
drop trigger wall on ledger_astray;
drop trigger wall on ledger_entrysubject;
drop trigger wall on people_sameperson;
drop trigger wall on access_protection;
drop function goldthread_draft_changed();
drop function goldthread_astray_changed();
drop function goldthread_part_changed();
drop function goldthread_identity_changed();
drop function goldthread_protection_changed();
"""
_AS_IT_STANDS = "select goldthread_close(array(select subject_id from access_protection));"

# Each: what makes a row show. `(select f())` is asked once a query, not once a row.
_SHOWS = {
    "ledger_entry": """
        not exists (
            select from access_shut s where s.entry = ledger_entry.id and not s.subjects && (select goldthread_opened())
        ) or (select goldthread_lowered())""",
    "ledger_entrysubject": """
        not exists (
            select from access_closed c
            where c.subject = ledger_entrysubject.subject_id and not c.subject = any((select goldthread_opened())::uuid[])
        ) or (select goldthread_lowered())""",
    "ledger_draft": """
        not exists (
            select from access_shut_draft s
            where s.draft = ledger_draft.id and not s.subjects && (select goldthread_opened())
        ) or owner_id = (select goldthread_holder())
        or exists (
            select from ledger_draftholder h
            where h.draft_id = ledger_draft.id and h.user_id = (select goldthread_holder())
        ) or (select goldthread_lowered())""",
    "ledger_draftversion": "exists (select from ledger_draft d where d.id = draft_id)",
    "ledger_clash": "exists (select from ledger_draft d where d.id = draft_id)",
    "ledger_attachment": """
        (entry_id is null or exists (select from ledger_entry e where e.id = entry_id))
        and (draft_id is null or exists (select from ledger_draft d where d.id = draft_id))""",
}
_WALL = """
alter table {table} enable row level security;
create policy wall on {table} using ({shows}) with check (true);
"""
_NO_WALL = "drop policy wall on {table}; alter table {table} disable row level security;"


class Migration(migrations.Migration):
    """No table of Django's changes."""

    dependencies: ClassVar = [
        ("access", "0006_accounts_and_budgets"),
        ("ledger", "0008_file_checks"),
        ("people", "0005_circumstances"),
    ]

    operations: ClassVar = [
        migrations.RunSQL(_TABLES, _NO_TABLES),
        migrations.RunSQL(_SAID, _UNSAID),
        migrations.RunSQL(_KEEPING, _NOT_KEEPING),
        migrations.RunSQL(_TRIGGERS, _NO_TRIGGERS),
        migrations.RunSQL(_AS_IT_STANDS, migrations.RunSQL.noop),
        *(
            migrations.RunSQL(_WALL.format(table=table, shows=shows), _NO_WALL.format(table=table))
            for table, shows in _SHOWS.items()
        ),
    ]
