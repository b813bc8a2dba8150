"""Why something is taken out of a copy: the same short list for every authority, each with its source in law.

What the person reads stands in `tells`: plain words, that say nothing about what was removed.
"""

from dataclasses import dataclass

_ACT = "Data Protection Act 2018"


@dataclass(frozen=True)
class Reason:
    """One reason. `code` is printed where something was removed; `law` is its source.

    `asks` is what whoever signs must say where it was used; empty where the mark itself says enough.
    """

    code: str
    title: str
    tells: str
    law: str
    asks: str = ""


THIRD_PARTY, SOURCE, HARM = "third_party", "source", "harm"

REASONS = {
    THIRD_PARTY: Reason(
        "1",
        "About another person",
        "It is about somebody else. They have a right to keep it private, as you have.",
        f"UK GDPR, article 15(4); {_ACT}, schedule 2, paragraphs 16 and 17",
    ),
    SOURCE: Reason(
        "2",
        "Told in confidence",
        "It could show who told us something, and they asked us not to say.",
        f"The duty of confidence; {_ACT}, schedule 2, paragraph 16",
    ),
    HARM: Reason(
        "3",
        "Risk of serious harm",
        "We think that reading it could put you or somebody else in danger, or make you very unwell.",
        f"{_ACT}, schedule 3, paragraphs 5 (health), 11 (social work) and 19 (education)",
        asks="Who judged that it could cause serious harm, and why?",
    ),
    "wishes": Reason(
        "4",
        "Told on the understanding that it stays private",
        "The person whom it is about told us, and did not want it passed on.",
        f"{_ACT}, schedule 3, paragraphs 4 and 10",
    ),
    "privilege": Reason(
        "5",
        "Legal advice",
        "It is advice from a lawyer, or was written to get such advice. The law keeps that private.",
        f"{_ACT}, schedule 2, paragraph 19",
        asks="Which lawyer said that it is privileged?",
    ),
    "crime": Reason(
        "6",
        "Preventing or finding out about a crime",
        "Reading it now could get in the way of the police, or of a court case.",
        f"{_ACT}, schedule 2, paragraph 2",
        asks="Who said that it would do so, and until when?",
    ),
    "court": Reason(
        "7",
        "Belongs to a court",
        "It was written for a court, and the court’s rules say who may read it. You can ask the court.",
        f"{_ACT}, schedule 3, paragraphs 3, 9 and 18",
    ),
    "adoption": Reason(
        "8",
        "Adoption records",
        "It comes from adoption records, for which there is another way to ask. We can tell you how.",
        f"{_ACT}, schedule 4, paragraph 3",
    ),
    "abuse": Reason(
        "9",
        "Not in a child’s best interests",
        "It is about harm to a child, and reading it would not be in that child’s best interests.",
        f"{_ACT}, schedule 3, paragraph 21",
        asks="Why would it not be in the child’s best interests?",
    ),
    "not_theirs": Reason(
        "10",
        "Not about you",
        "It is not about you. It stands in the same record for another reason.",
        "UK GDPR, articles 4(1) and 15(1)",
    ),
}
TITLES = {key: f"{one.code}. {one.title}" for key, one in REASONS.items()}
