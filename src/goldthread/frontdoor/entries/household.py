"""What is asked about each child and each other person of a family."""

from goldthread.frontdoor import choices
from goldthread.ledger.fields import (
    Choice,
    Date,
    Field,
    LongText,
    NHSNumber,
    Postcode,
    Retention,
    Sensitivity,
    Text,
    YesNoUnknown,
)

_S, _R = Sensitivity, Retention.CHILD_RECORD
NAMES = ("given_names", "family_name")  # the columns by which people on a form are told apart


def _names() -> dict[str, Field]:
    return {
        "given_names": Text("First names", _S.PERSONAL, _R),
        "family_name": Text("Last name", _S.PERSONAL, _R),
        "other_names": Text("Other names used", _S.PERSONAL, _R),
        "born": Date("Date of birth", _S.PERSONAL, _R),
    }


def _identity() -> dict[str, Field]:
    return {
        "ethnicity": Choice("Ethnicity", _S.SPECIAL_CATEGORY, _R, choices=choices.ETHNICITY),
        "first_language": Text("First language", _S.PERSONAL, _R),
        "religion": Text("Religion", _S.SPECIAL_CATEGORY, _R),
    }


CHILD: dict[str, Field] = {
    **_names(),
    "expected": Date(
        "If not yet born: expected date of birth", _S.PERSONAL, _R, called="the expected date of birth"
    ),
    "age_about": Text("If you do not know the date: about how old?", _S.PERSONAL, _R, max_length=40),
    "gender": Choice("Gender", _S.PERSONAL, _R, choices=choices.GENDER),
    "nhs_number": NHSNumber("NHS number", _S.PERSONAL, _R),
    "address": Text("Address", _S.LOCKED_ADDRESS, _R, max_length=400),
    "postcode": Postcode("Postcode", _S.LOCKED_ADDRESS, _R),
    "previous_addresses": LongText("Addresses before this one", _S.LOCKED_ADDRESS, _R, rows=2),
    "school": Text("School or nursery", _S.PERSONAL, _R),
    **_identity(),
    "special_needs": LongText("Special needs", _S.SPECIAL_CATEGORY, _R, rows=2),
    "communication": Text("How the child communicates", _S.SPECIAL_CATEGORY, _R),
    "where_now": Text("Where is the child now?", _S.LOCKED_ADDRESS, _R),
    "condition_now": LongText("How is the child now, in body and feelings?", _S.SPECIAL_CATEGORY, _R, rows=2),
    "last_seen": Text("When was the child last seen, and by whom?", _S.PERSONAL, _R),
}

HOUSEHOLD: dict[str, Field] = {
    **_names(),
    "relationship": Choice("What are they to the child?", _S.PERSONAL, _R, choices=choices.RELATIONSHIP),
    "lives_with_child": YesNoUnknown("Do they live with the child?", _S.PERSONAL, _R),
    "has_parental_responsibility": YesNoUnknown("Do they have parental responsibility?", _S.PERSONAL, _R),
    **_identity(),
}

OTHER_CHILD: dict[str, Field] = {
    **_names(),
    "address": Text("Address", _S.LOCKED_ADDRESS, _R, max_length=400),
    "postcode": Postcode("Postcode", _S.LOCKED_ADDRESS, _R),
    "school": Text("School or nursery", _S.PERSONAL, _R),
}
