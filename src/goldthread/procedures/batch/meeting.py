"""Which event first met each duty of a block of cases."""

from typing import NamedTuple

import numpy as np

from goldthread.procedures.batch.asking import Bits, Question, holds
from goldthread.procedures.batch.columns import NOTHING, Ints
from goldthread.procedures.batch.folded import Happened
from goldthread.procedures.batch.plan import PlannedRule


class ByName:
    """The places of events by their names or kinds, up to an instant."""

    def __init__(self, numbers: Ints, at: Ints, until: int) -> None:
        self._order = np.argsort(numbers.astype(np.int16), kind="stable")
        self._numbers = numbers[self._order]
        self._at, self._until = at, until
        self._all_in_time = bool((at <= until).all())

    def places(self, number: int) -> Ints:
        """The places of one, in order."""
        begin, end = np.searchsorted(self._numbers, (number, number + 1))
        found: Ints = self._order[begin:end]
        return found if self._all_in_time else found[self._at[found] <= self._until]


class _Sorted(NamedTuple):
    """Places of events, looked up by ascending keys. The last two places stand for no event."""

    keys: Ints
    places: Ints

    def following(self, wanted: Ints, but: Ints | None) -> Ints:
        """For each key wanted, the place of the first that is not less, apart from the place in `but`."""
        found = np.searchsorted(self.keys, wanted)
        first: Ints = self.places[found]
        if but is None:
            return first
        own = first == but
        return np.where(own, self.places[found + own], first) if own.any() else first


class _Meeting(NamedTuple):
    """Events that can meet a duty: those that concern all before them, and those that answer something.

    Of the latter `answer` gives, by the row answered, the first place.
    """

    any: _Sorted
    answering: Ints
    answer: Ints


class _Related(NamedTuple):
    """Answers to what does not itself start the rule: of a case, and by the contact to which they lead."""

    of_case: _Sorted
    of_contact: _Sorted


class Meetings:
    """Finds the first event that met a duty."""

    def __init__(self, happened: Happened, until: int) -> None:
        """Only what had happened at `until` meets anything."""
        self._happened = happened
        self.none = len(happened.at)
        """The place that stands for no event."""
        self._named = ByName(happened.name, happened.at, until)
        self._rows = int(max(happened.root.max(initial=0), happened.answers.max(initial=0))) + 1
        self._episode, self._case = np.append(happened.episode, NOTHING), np.append(happened.case, NOTHING)
        self._contact_answered = np.append(happened.contact[happened.answered], NOTHING)
        self._of_name: dict[int, tuple[Ints, Bits]] = {}
        self._meetings: dict[object, _Meeting] = {}
        self._related: dict[object, _Related] = {}

    def first(self, rule: PlannedRule, starts: Ints) -> Ints:
        """For each event that started a duty, the place of the first event that met it.

        A rule that counts once an episode is about the child: it is met whatever the event answers.
        """
        happened, meeting = self._happened, self._meeting(rule)
        since, episode = happened.since[starts], happened.episode[starts]
        first = meeting.any.following(since, starts if rule.meets_itself else None)
        first = self._if(first, self._episode, episode)
        if not len(meeting.answering):
            return first
        answer = meeting.answer[happened.root[starts]]
        if rule.rule.once:
            return np.minimum(first, self._if(answer, self._episode, episode))
        np.minimum(first, answer, out=first)
        return np.minimum(first, self._in_contact(rule, meeting, starts, since), out=first)

    def _meeting(self, rule: PlannedRule) -> _Meeting:
        """The events that meet a rule, by their names and what holds."""
        key = rule.met_by, rule.rule.once
        if key not in self._meetings:
            found = [self._that_hold(name, questions) for name, questions in rule.met_by]
            places = np.sort(np.concatenate(found)) if found else np.zeros(0, dtype=np.int64)
            answers = self._happened.answers[places]
            answering = places[answers > NOTHING]
            concerning_all = places if rule.rule.once else places[answers == NOTHING]
            answer = np.full(self._rows if len(answering) else 0, self.none)
            answer[self._happened.answers[answering[::-1]]] = answering[
                ::-1
            ]  # of several, the last written stays
            self._meetings[key] = _Meeting(self._sorted(concerning_all), answering, answer)
        return self._meetings[key]

    def _that_hold(self, name: int, questions: tuple[Question, ...]) -> Ints:
        if name not in self._of_name:
            places = self._named.places(name)
            self._of_name[name] = places, np.take(self._happened.conditions, places, axis=1)
        places, bits = self._of_name[name]
        if any(question.is_empty for question in questions):
            return places
        held = np.zeros(len(places), dtype=np.bool_)
        for question in questions:
            held |= holds(question, bits)
        return places[held]

    def _in_contact(self, rule: PlannedRule, meeting: _Meeting, starts: Ints, since: Ints) -> Ints:
        """The first event after each start that answers something of its contact, but no start of the rule.

        A start that belongs to no contact takes any such event of its case.
        """
        happened, related = self._happened, self._of_contacts(rule, meeting)
        if not len(related.of_case.keys):
            return np.full(len(starts), self.none)
        contact, but = happened.contact[starts], starts if rule.meets_itself else None
        place = related.of_contact.following(contact * (self.none + 1) + since, but)
        found = self._if(place, self._contact_answered, contact)
        without = np.flatnonzero(contact == NOTHING)
        if len(without):
            others = starts[without]
            place = related.of_case.following(since[without], None if but is None else others)
            found[without] = self._if(place, self._case, happened.case[others])
        return found

    def _of_contacts(self, rule: PlannedRule, meeting: _Meeting) -> _Related:
        key = rule.met_by, rule.of
        if key not in self._related:
            happened = self._happened
            answered = happened.answered[meeting.answering]
            starts_it = np.zeros(int(happened.name.max(initial=0)) + 1, dtype=np.bool_)
            starts_it[[name for name in rule.of if name < len(starts_it)]] = True
            able = (answered > NOTHING) & ~starts_it[happened.name[answered]]
            places = meeting.answering[able]
            keys = happened.contact[answered[able]] * (self.none + 1) + places
            order = np.argsort(keys, kind="stable")
            self._related[key] = _Related(self._sorted(places), self._sorted(places[order], keys[order]))
        return self._related[key]

    def _sorted(self, places: Ints, keys: Ints | None = None) -> _Sorted:
        return _Sorted(places if keys is None else keys, np.append(places, (self.none, self.none)))

    def _if(self, found: Ints, column: Ints, wanted: Ints) -> Ints:
        """Places found, where a column there has the value wanted."""
        return np.where(column[found] == wanted, found, self.none)
