"""The lists to choose from: the procedure's own come from the pack, the field's common ones stand here."""

from goldthread.ledger.procedure import FactValues, OutcomeTitles, Titles
from goldthread.people.codes import titles

CHANNEL = FactValues("channel")
FORM = FactValues("form")
REFERRER_KIND = FactValues("referrer_kind")
CONSENT = FactValues("consent")
NOT_INFORMED_GROUND = FactValues("not_informed_ground")
ADVICE = FactValues("consultation_advice")
ADVICE_ROUTE = FactValues("advice_route")
ENQUIRY_BASIS = FactValues("enquiry_basis")
EARLY_HELP_ROUTE = FactValues("early_help_route")
OUTCOME = OutcomeTitles("decision")


class _Given(Titles):
    """What advice can be: the form to send, where the procedure has a fact for it; else its outcomes."""

    def _all(self) -> dict[str, str]:
        return dict(ADVICE) or dict(OutcomeTitles("consultation"))


ADVICE_GIVEN = _Given("")

SPOKEN = frozenset({"telephone", "in_person"})  # channels by which someone tells us aloud

CONCERN_SOURCE = {
    "families_first_assessment": "A Families First Assessment",
    "public": "A member of the public",
    "the_child": "The child",
    "another_child": "Another child",
    "family_member": "A family member",
    "professional": "A professional",
}
CONCERN_PATTERN = {"single": "One event", "accumulated": "Several smaller worries that add up"}
GENDER = {"female": "Female", "male": "Male", "other": "Other", "not_known": "Not known"}
RELATIONSHIP = {
    "mother": "Mother",
    "father": "Father",
    "other_parent": "Other parent",
    "step_parent": "Step-parent",
    "partner_of_parent": "Partner of a parent",
    "sibling": "Brother or sister",
    "half_sibling": "Half-brother or half-sister",
    "step_sibling": "Stepbrother or stepsister",
    "grandparent": "Grandparent",
    "aunt_or_uncle": "Aunt or uncle",
    "cousin": "Cousin",
    "other_relative": "Other relative",
    "adoptive_parent": "Adoptive parent",
    "special_guardian": "Special guardian",
    "kinship_carer": "Carer who is family or a friend",
    "foster_carer": "Foster carer",
    "carer": "Other carer",
    "unrelated_adult": "Adult outside the family in contact with the child",
    "other_child": "Other child in the household",
    "other_adult": "Other adult",
}

ETHNICITY = titles("ethnicity")
