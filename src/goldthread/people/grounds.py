"""The grounds on which somebody may hold parental responsibility, each with the statute that gives it."""

from dataclasses import dataclass
from datetime import date

# Children Act 1989 section 4(1)(a), as in force from that day. The day itself: reading R19 (HSSCP-3.7, 3.8).
FATHERS_REGISTERED_FROM = date(2003, 12, 1)
# Human Fertilisation and Embryology Act 2008, sections 42 and 43, for a second woman as parent.
SECOND_PARENTS_FROM = date(2009, 4, 6)


@dataclass(frozen=True)
class Ground:
    """One ground, `words` being said of the holder. `ends_others`: what anybody held before is extinguished.

    `authority`: it is held by the local authority, shared with those who hold it anyhow. An `order` or
    agreement gives it as soon as it is stated; what is not one depends on birth, marriage or registration.
    """

    words: str
    statute: str
    order: bool = True
    ends_others: bool = False
    authority: bool = False


GROUNDS = {
    "mother": Ground("the child's mother", "Children Act 1989, section 2(1) and (2)", order=False),
    "married_to_mother": Ground(
        "married to, or civil partner of, the child's mother",
        "Children Act 1989, section 2(1) and (1A); Family Law Reform Act 1987, section 1",
        order=False,
    ),
    "birth_certificate": Ground(
        "named on the birth certificate", "Children Act 1989, sections 4(1)(a) and 4ZA(1)(a)", order=False
    ),
    "certificate_abroad": Ground("named on a birth certificate from elsewhere", "", order=False),
    "agreement": Ground(
        "a parental responsibility agreement", "Children Act 1989, sections 4(1)(b) and 4ZA(1)(b)"
    ),
    "court_order": Ground(
        "a parental responsibility order", "Children Act 1989, sections 4(1)(c) and 4ZA(1)(c)"
    ),
    "step_agreement": Ground(
        "a step-parent's parental responsibility agreement", "Children Act 1989, section 4A(1)(a)"
    ),
    "step_order": Ground(
        "a step-parent's parental responsibility order", "Children Act 1989, section 4A(1)(b)"
    ),
    "residence_order": Ground(
        "a residence order", "Children Act 1989, section 12, as it was to 21 April 2014"
    ),
    "child_arrangements": Ground(
        "a child arrangements order that says with whom the child lives", "Children Act 1989, section 12"
    ),
    "guardian": Ground("appointed guardian", "Children Act 1989, section 5"),
    "special_guardian": Ground("a special guardianship order", "Children Act 1989, section 14C"),
    "adoption": Ground("an adoption order", "Adoption and Children Act 2002, section 46", ends_others=True),
    "parental_order": Ground(
        "a parental order after surrogacy",
        "Human Fertilisation and Embryology Act 2008, section 54",
        ends_others=True,
    ),
    "placed_to_adopt": Ground("placed for adoption", "Adoption and Children Act 2002, section 25"),
    "placement_order": Ground(
        "a placement order", "Adoption and Children Act 2002, sections 21 and 25", authority=True
    ),
    "local_authority": Ground("a care order", "Children Act 1989, section 33(3)", authority=True),
    "interim_care_order": Ground(
        "an interim care order", "Children Act 1989, sections 31(11), 33(3) and 38", authority=True
    ),
    "emergency_order": Ground(
        "an emergency protection order", "Children Act 1989, section 44(4)(c)", authority=True
    ),
}
