"""What a pack changes of its base is marked, and declared as strict as it is proved to be."""

from goldthread.procedures.checks.context import Context
from goldthread.procedures.checks.strictness import Effect, compare
from goldthread.procedures.format.durations import Duration, Unit
from goldthread.procedures.format.steps import DutyRule, Step
from goldthread.procedures.pack import Pack

LEAVES_LATER: dict[str, int] = {"first": 0, "each": 1, "last": 2}
"""How late the occurrence that counts can be: a later one leaves more time."""


def check(context: Context) -> None:
    """Report changes to the base that are not marked, or not what they say."""
    base = context.whole.base
    if base is None:
        return
    for name, step in context.own.steps.items():
        _step(context, base, name, step)
        for duty_id, duty in step.duties.items():
            if duty.replaces:
                _replacement(context, base, duty)
            else:
                _addition(context, base, name, duty_id, duty)


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
        context.error(
            duty, "rule_not_marked", "effect says how this compares with the rule it replaces.", "effect"
        )
    if duty_id in theirs:
        message = f'{base.id} has this rule, too: write "replaces: {base.id}.{step}.{duty_id}".'
        context.error(duty, "rule_not_marked", message)
        return
    for other_id, other in theirs.items():
        if set(other.of) & set(duty.of) and other.met_by == duty.met_by and other.by == duty.by:
            message = f"{base.id}.{step}.{other_id} limits the same thing, so both are live: replace it."
            context.error(duty, "both_live", message)


def _replacement(context: Context, base: Pack, duty: DutyRule) -> None:
    pack, _, rest = duty.replaces.partition(".")
    step, _, name = rest.partition(".")
    known = {f"{base.id}.{one}.{each}" for one, part in base.steps.items() for each in part.duties}
    if pack != base.id or step not in base.steps or name not in base.steps[step].duties:
        context.known(duty, "replaces", duty.replaces, known, "rule to replace")
        return
    proved = effect_of(context.whole, duty, base.steps[step].duties[name])
    if duty.effect is None:
        context.error(
            duty, "no_effect", f"Say how it compares with the rule it replaces: effect: {proved}.", "replaces"
        )
    elif duty.effect != proved:
        message = f'"{duty.effect}" is not so: over twelve years of starts it is {proved}.'
        context.error(duty, "wrong_effect", message, "effect")
    if proved in {"looser", "mixed"} and not duty.because:
        context.error(duty, "no_because", f"A rule that is {proved} says why: because.", "replaces")


def effect_of(pack: Pack, ours: DutyRule, theirs: DutyRule) -> Effect:
    """How one rule compares with another. Rules that count from other events cannot be compared: mixed."""
    if (
        ours.of != theirs.of
        or bool(ours.before) != bool(theirs.before)
        or ours.counted_from != theirs.counted_from
    ):
        return "mixed"
    limits = _of_limits(
        pack, ours.before or ours.within, theirs.before or theirs.within, backwards=bool(ours.before)
    )
    occurrences = _sign(LEAVES_LATER[ours.which] - LEAVES_LATER[theirs.which])
    return _joined(limits, occurrences)


def _of_limits(pack: Pack, ours: Duration | None, theirs: Duration | None, *, backwards: bool) -> Effect:
    if ours == theirs or ours is None or theirs is None:
        return "same"
    if Unit.NO_LIMIT in {ours.unit, theirs.unit}:
        return "looser" if ours.unit is Unit.NO_LIMIT else "stricter"
    return compare(pack.calendar, ours, theirs, -1 if backwards else 1).effect


def _sign(difference: int) -> Effect:
    return "looser" if difference > 0 else "stricter" if difference < 0 else "same"


def _joined(one: Effect, other: Effect) -> Effect:
    """Two comparisons as one: what pulls both ways is mixed."""
    if "same" in {one, other}:
        return other if one == "same" else one
    return one if one == other else "mixed"
