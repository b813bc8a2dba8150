"""What an assessment looks at: the twenty dimensions in their three domains, and what is made of them.

The questions are in our own words; a procedure whose step has a point of the same id asks in its own.
"""

from collections.abc import Mapping
from dataclasses import dataclass

UNBORN = -1
DOMAINS = {
    "child": "The child’s developmental needs",
    "parenting": "What parents and carers can give",
    "around": "Family, home and surroundings",
}
ANALYSIS = "analysis"  # what is made of it all
ASIDE = "aside"  # where dimensions are set aside that do not matter here
NEED = "need"  # in what way the child is in need, and whether harm is suspected


@dataclass(frozen=True)
class Section:
    """One section of an assessment. `from_age`: the age in years from which it matters; UNBORN for always."""

    id: str
    part: str
    title: str
    asks: str
    from_age: int = UNBORN

    @property
    def of_each_child(self) -> bool:
        """Whether its facts are about each child, not about parents, home and family."""
        return self.part == "child"


_ALL = (
    Section(
        "health",
        "child",
        "Health",
        "Growth, body and mind: food, sleep, movement, illness and its treatment, immunisation, teeth, eyes.",
    ),
    Section(
        "education",
        "child",
        "Education",
        "Play, books, skills, success from birth on; attendance; special needs; an adult who cares about it.",
        0,
    ),
    Section(
        "emotional",
        "child",
        "Feelings and behaviour",
        "How the child responds, whom it trusts, how it bears change and stress, and holds itself back.",
        0,
    ),
    Section(
        "identity",
        "child",
        "Identity",
        "How the child sees itself; race, religion, gender, sexuality, disability, language; belonging.",
        0,
    ),
    Section(
        "relationships",
        "child",
        "Family and friends",
        "Steady affection, brothers and sisters, friends, and how the child feels with others.",
        0,
    ),
    Section(
        "presentation",
        "child",
        "How the child comes across",
        "Dress, cleanliness, manner, and who advises the child about it.",
        1,
    ),
    Section(
        "self_care",
        "child",
        "Looking after itself",
        "What the child can do alone for its age, in practice and in talking; what impairment changes.",
        1,
    ),
    Section(
        "basic",
        "parenting",
        "Basic care",
        "Food, warmth, shelter, clean clothes, washing, doctor and dentist; care before the birth.",
    ),
    Section(
        "safety",
        "parenting",
        "Safety",
        "Protection from harm, from dangerous people, from self-harm and from hazards, at home and outside.",
    ),
    Section(
        "warmth",
        "parenting",
        "Warmth",
        "Whether the child is held, praised, valued, and at home in its own culture.",
        0,
    ),
    Section(
        "stimulation",
        "parenting",
        "Learning and play",
        "Talk, play, help with learning, getting the child to school.",
        0,
    ),
    Section(
        "boundaries",
        "parenting",
        "Guidance and boundaries",
        "The example adults set, and the limits, neither too loose nor too tight.",
        0,
    ),
    Section(
        "stability",
        "parenting",
        "Stability",
        "The same people, day after day; secure attachment; contact with those who matter.",
        0,
    ),
    Section(
        "history",
        "around",
        "Family history",
        "Who lives there, what changed; the parents’ own childhoods; what happened when; an absent parent.",
    ),
    Section(
        "wider_family",
        "around",
        "Wider family",
        "Whom child and parents count as family, and what each of them does and means.",
    ),
    Section(
        "housing",
        "around",
        "Housing",
        "Whether home is fit, safe and clean for this age and for anyone disabled.",
    ),
    Section(
        "employment", "around", "Work", "Who works and when, what changed, and what it does to the child."
    ),
    Section(
        "income",
        "around",
        "Money",
        "Whether income lasts and suffices; benefits; debts; what reaches the child.",
    ),
    Section(
        "integration",
        "around",
        "Neighbourhood and friends",
        "Whether the family is part of a neighbourhood, or alone.",
    ),
    Section(
        "community",
        "around",
        "What the community offers",
        "Services, schools, worship, transport and leisure at hand, and open to disabled members.",
    ),
    Section(
        "voice",
        ANALYSIS,
        "The child’s voice",
        "What the child says or shows, and how the child was told and took part.",
    ),
    Section(
        "parents",
        ANALYSIS,
        "The parents’ view",
        "What each person with parental responsibility says, and how they were told and took part.",
    ),
    Section(
        "disabled_or_carer",
        ANALYSIS,
        "Disabled child, young carer",
        "Whether the child is disabled or cares for someone, and what the child needs because of it.",
    ),
    Section(
        "domains",
        ANALYSIS,
        "What it amounts to",
        "What the three domains come to together, and whose interests come first where they conflict.",
    ),
    Section(
        NEED,
        ANALYSIS,
        "Need and harm",
        "In what way the child is in need; whether harm is suspected, and why it is significant or not.",
    ),
)
SECTIONS: Mapping[str, Section] = {one.id: one for one in _ALL}
DIMENSIONS: Mapping[str, Section] = {one.id: one for one in _ALL if one.part in DOMAINS}


def titles() -> dict[str, str]:
    """The title of every section by its id, and of the one that sets others aside."""
    return {**{one.id: one.title for one in _ALL}, ASIDE: "Set aside"}
