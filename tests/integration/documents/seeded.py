"""A family with 50 seeds: what somebody must not know, told in words that stand nowhere else."""

import re
from dataclasses import dataclass, replace

from goldthread.ledger.models import Entry
from goldthread.people import statements as say
from tests.factories import contact
from tests.integration.documents.household import CHILD, Family, answer, reach, whole
from tests.integration.people.record import tell

EVERYONE = frozenset({"Meg", "Dean", "Lee", "Rowan", "nurse", "school"})
AGENCY = frozenset({"nurse", "school"})  # the nurse is of that school
STREETS = ("Elm", "Oak", "Fern", "Birch", "Hazel", "Thorn", "Maple", "Cedar", "Rowan Tree", "Holly")


@dataclass(frozen=True)
class Seed:
    """Words found nowhere else, and for whose eyes they are not."""

    words: str
    hidden_from: frozenset[str]


class Seeded(Family):
    """The family with 50 seeds: addresses, numbers, answers, entries, words and a referrer."""

    def __init__(self) -> None:
        super().__init__()
        self.seeds: list[Seed] = []
        self.homes: list[say.LivesAt] = []
        self.entries: list[Entry] = [self.contact_from_nobody()]
        self.seed_addresses()
        self.seed_numbers()
        self.seed_answers()
        self.seed_entries()
        self.seed_words()
        self.entries += [self.quoting(n) for n in range(3)]

    def plant(self, words: str, *hidden_from: str) -> str:
        """One seed more."""
        self.seeds.append(Seed(words, frozenset(hidden_from)))
        return words

    def contact_from_nobody(self) -> Entry:
        """Four seeds: how a referrer who wishes to stay unnamed is called, known and reached."""
        return contact(
            referrer_kind="relative",
            referrer_name=self.plant("Ingrid Quillfeather", *EVERYONE),
            referrer_phone=self.plant("01632 960901", *EVERYONE),
            referrer_email=self.plant("ingrid.quillfeather@example.org", *EVERYONE),
            referrer_relationship=self.plant("His godmother from the choir in Zennor", *EVERYONE),
            withhold_identity=True,
            children=[CHILD],
            concern="He shouts at night.",
        )

    def seed_addresses(self) -> None:
        """Ten: safe ones, and some that are kept from one person, former ones included."""
        for number, street in enumerate(STREETS):
            safe = number < 6
            who, others = (self.meg, EVERYONE - {"Meg"}) if safe else (self.lee, {"Dean"})
            line, code = f"{number + 31} {street} Close", f"ZZ99 {number}VX"
            home = say.LivesAt(about=str(who.pk), lines=f"{line}, Wrenfield", postcode=code, safe=safe)
            self.homes.append(replace(home, current=number % 2 == 0))
            self.plant(line if number % 3 else code, *others)
        tell(*self.homes, at=self.at())
        self.keep("Dean", **reach(self.lee))

    def seed_numbers(self) -> None:
        """Eight telephone numbers."""
        numbers = [self.plant(f"01632 96071{number}", "Dean") for number in range(8)]
        owners = [self.meg, self.lee] * 4
        pairs = zip(owners, numbers, strict=True)
        tell(*(say.Identified(about=str(who.pk), kind="telephone", value=one) for who, one in pairs))
        self.keep("Dean", **reach(self.meg))

    def seed_answers(self) -> None:
        """Ten answers, each kept from one or more, some from an agency, one from everybody but the mother."""
        for number in range(5):
            facts, opinion = (
                f"Meg told of plan{number} {word}{number} at work." for word in ("quorl", "snib")
            )
            entry = self.note(facts, opinion=opinion)
            whom = (("Dean",), ("school",), ("Lee", "Dean"))[number % 3]
            self.keep(*whom, **answer(entry))
            self.plant(facts, *(AGENCY if "school" in whom else whom))
            self.keep("Meg", scope="others", **answer(entry, "opinion"))
            self.plant(opinion, *EVERYONE - {"Meg"})
            self.entries.append(entry)

    def seed_entries(self) -> None:
        """Eight in whole entries."""
        for number in range(4):
            facts, opinion = (
                f"Visit{number} found {word}{number} in the flat." for word in ("wroom", "grale")
            )
            entry = self.note(
                self.plant(facts, "Rowan", "Dean"), opinion=self.plant(opinion, "Rowan", "Dean")
            )
            self.keep("Rowan", "Dean", **whole(entry))
            self.entries.append(entry)

    def seed_words(self) -> None:
        """Ten names and places, told nowhere but in what quotes them."""
        for whom in ("Dean", "Lee"):
            words = [self.plant(f"Zephyr{number} {whom}haven", whom) for number in range(5)]
            self.keep(whom, what="words", words="\n".join(words))

    def quoting(self, way: int) -> Entry:
        """An entry about the child that tells all of it, each time written in another way."""
        lines = [f"{number}. {_said(seed.words, way)}" for number, seed in enumerate(self.seeds)]
        children = {part.subject for part in self.entries[0].parts.select_related("subject")}
        return self.note("\n".join(lines), self.rowan, *children, opinion=f"Nothing hidden {way}.")


def _said(words: str, way: int) -> str:
    if way == 1:
        return f"It was {words.upper().replace(' ', '  ')}!"
    if way == 2:
        return f"(as we heard: {words.replace(' ', '-')})"
    return f"They said that {words}."


def plain(text: str) -> str:
    """Letters and digits alone, so that nothing hides by how it is written."""
    return re.sub("[^a-z0-9]+", "", text.casefold())


def leaks(family: Seeded, who: str, text: str) -> list[str]:
    """The seeds in a text that this recipient must not know."""
    hay = plain(text)
    return [seed.words for seed in family.seeds if who in seed.hidden_from and plain(seed.words) in hay]
