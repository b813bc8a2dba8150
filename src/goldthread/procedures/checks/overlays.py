"""What a pack changes of its base is marked, and declared as strict as it is proved to be."""

from datetime import timedelta
from itertools import permutations

from goldthread.procedures.checks.context import Context
from goldthread.procedures.checks.effects import Ruled, Verdict, of_rules
from goldthread.procedures.checks.rules import limits_the_same
from goldthread.procedures.format.cites import InForce
from goldthread.procedures.format.keys import Part
from goldthread.procedures.format.steps import DutyRule, Step
from goldthread.procedures.pack import Pack

EFFECT_ALONE = (
    "effect says how a rule compares with the one that it replaces: write replaces, too, or no effect."
)


def check(context: Context) -> None:
    """Report changes to the base that are not marked, or not what they say."""
    base = context.whole.base
    if base is None:
        return
    head = context.own.head
    _open_cases(context, head, head.in_force, replaces=bool(head.procedure_of))
    for name, step in context.own.steps.items():
        _step(context, base, name, step)
        for duty_id, duty in step.duties.items():
            _open_cases(context, duty, duty.in_force, replaces=bool(duty.replaces or head.procedure_of))
            if duty.replaces:
                _replacement(context, base, name, duty_id, duty)
            else:
                _addition(context, base, name, duty_id, duty)
        _changes(context, name, step)


def _step(context: Context, base: Pack, name: str, step: Step) -> None:
    known = name in base.steps
    if not known and not step.own:
        message = f'{base.id} has no step "{name}"; write "own: true" if it is this authority\'s own.'
        context.error(step, "step_not_marked", message)
    if known and step.own:
        context.error(step, "step_not_marked", f"{name} is a step of {base.id}: it is not its own.", "own")
    expected = f"{base.id}.{name}" if known and not base.head.skeleton else ""
    if step.changes != expected:
        message = f'This step changes one of {base.id}: write "changes: {expected}".'
        plain = "There is nothing here to change: take the key away."
        context.error(step, "step_not_marked", message if expected else plain, "changes")


def _addition(context: Context, base: Pack, step: str, duty_id: str, duty: DutyRule) -> None:
    """A rule that replaces nothing must not stand beside one of the base about the same thing."""
    theirs = base.steps[step].duties if step in base.steps else {}
    if duty.effect:
        context.error(duty, "rule_not_marked", EFFECT_ALONE, "effect")
    if duty_id in theirs:
        message = f'{base.id} has this rule, too: write "replaces: {base.id}.{step}.{duty_id}".'
        context.error(duty, "rule_not_marked", message)
        return
    for other_id, other in theirs.items():
        if set(other.of) & set(duty.of) and other.met_by == duty.met_by and other.by == duty.by:
            message = f"{base.id}.{step}.{other_id} limits the same thing, so both are live: replace it."
            context.error(duty, "both_live", message)


def _replacement(context: Context, base: Pack, step: str, duty_id: str, duty: DutyRule) -> None:
    pack_id, _, name = duty.replaces.partition(".")
    packs = {base.id: base, context.own.id: context.whole}
    known = {
        f"{pack.id}.{one}.{each}": rule
        for pack in packs.values()
        for one, part in pack.steps.items()
        for each, rule in part.duties.items()
        if rule is not duty
    }
    if duty.replaces not in known:
        context.known(duty, "replaces", duty.replaces, known, "rule to replace")
        return
    theirs = known[duty.replaces]
    if pack_id == context.own.id:
        _dated(context, duty, theirs)
    ours = Ruled(context.whole, f"{step}.{duty_id}", duty)
    _effect(context, duty, of_rules(ours, Ruled(packs[pack_id], name, theirs)))


def _changes(context: Context, name: str, step: Step) -> None:
    """Of two rules of one pack about the same thing, at different times, the later one says so."""
    for (one_id, one), (_, other) in permutations(step.duties.items(), 2):
        ends = one.in_force.to if one.in_force else None
        follows = ends and other.in_force and ends < other.in_force.from_
        if follows and limits_the_same(one, other) and not other.replaces:
            replaced = f"{context.own.id}.{name}.{one_id}"
            message = f'It follows {one_id}: write "replaces: {replaced}" and its effect.'
            context.error(other, "change_not_marked", message, "in_force")


def _open_cases(context: Context, part: Part, in_force: InForce | None, *, replaces: bool) -> None:
    """Only what comes after something can take over open cases."""
    if in_force and in_force.applies_to == "open_cases" and not replaces:
        message = (
            "Nothing came before it whose open cases it could take over: write replaces (in pack.yaml: "
            "procedure_of), or take applies_to away."
        )
        context.error(part, "applies_to_nothing", message, "in_force")


def _dated(context: Context, duty: DutyRule, theirs: DutyRule) -> None:
    """A rule that replaces one of its own pack does so from a day on: the other ends on the day before."""
    begins = duty.in_force.from_ if duty.in_force else None
    ends = theirs.in_force.to if theirs.in_force else None
    if begins is None:
        message = "It replaces a rule of its own procedure from a day on: write in_force: {from: ...}."
        context.error(duty, "no_change_date", message, "replaces")
    elif ends != begins - timedelta(1):
        message = (
            f"{duty.replaces} must end on the day before: write {begins - timedelta(1)} as its in_force.to."
        )
        context.error(duty, "no_change_date", message, "in_force")


def _effect(context: Context, duty: DutyRule, proved: Verdict) -> None:
    """What a rule says of itself is what is proved."""
    why = f" ({'; '.join(proved.notes)})" if proved.notes else ""
    if not proved.comparable:
        message = f"The limits cannot be compared{why}: that is mixed."
        context.warn(duty, "not_comparable", message, "of")
    if duty.effect is None:
        message = f"Say how it compares with the rule it replaces: effect: {proved.effect}{why}."
        context.error(duty, "no_effect", message, "replaces")
    elif duty.effect != proved.effect:
        message = f'"{duty.effect}" is not so. Over twelve years of starts it is {proved.effect}{why}.'
        context.error(duty, "wrong_effect", message, "effect")
    if proved.effect in {"looser", "mixed"} and not duty.because:
        message = f"A rule that is {proved.effect}{why} says why: write because."
        context.error(duty, "no_because", message, "replaces")
