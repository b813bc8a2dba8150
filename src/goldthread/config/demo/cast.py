"""Who is in the demonstration: agencies, teams and the people who sign in at one click. All are invented."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from goldthread.accounts.models import Agency, Membership, Team, User

_LONG = timedelta(days=900)


@dataclass(frozen=True)
class Role:
    """One person of the cast: whom they work for, in which team, in which roles."""

    name: str
    designation: str
    agency: str
    roles: tuple[str, ...]
    team: str = ""


AUTHORITY = "hertfordshire"  # whose demonstration it is; any other's is made from its pack
COUNCIL = "Children’s Services"
AGENCIES = {
    COUNCIL: "council",
    "Alderbrook Primary School": "school",
    "Little Acorns Nursery": "early_years",
    "Meadowlark Hospital": "hospital",
    "Wrenfield Families First": "families_first_key_worker",
    "Police (demonstration)": "police",
}
TEAMS = {
    "Customer Service Centre": "customer_service_centre",
    "Consultation Hub": "consultation_hub",
    "MASH": "mash",
    "Assessment Team North": "assessment_team",
    "Assessment Team South": "assessment_team",
    "Families First Team": "families_first",
    "Out of Hours": "out_of_hours",
}
CAST = {
    "teacher": Role(
        "Priya Larkspur",
        "Designated safeguarding lead",
        "Alderbrook Primary School",
        ("professional_referrer",),
    ),
    "nursery": Role(
        "Tansy Moorcroft", "Nursery manager", "Little Acorns Nursery", ("professional_referrer",)
    ),
    "nurse": Role("Tobias Fennel", "Paediatric nurse", "Meadowlark Hospital", ("professional_referrer",)),
    "key_worker": Role(
        "Esme Quillfeather", "Key worker", "Wrenfield Families First", ("professional_referrer",)
    ),
    "constable": Role(
        "Idris Thornapple", "Police constable", "Police (demonstration)", ("professional_referrer",)
    ),
    "officer": Role("Gwen Ferriby", "Contact officer", COUNCIL, ("csc_officer",), "Customer Service Centre"),
    "adviser": Role(
        "Marcus Oatley", "Child protection school liaison", COUNCIL, ("consultation_hub",), "Consultation Hub"
    ),
    "social_worker": Role("Leila Hawthorn", "Social worker", COUNCIL, ("social_worker",), "MASH"),
    "delegated": Role("Owen Tranter", "Senior social worker", COUNCIL, ("delegated_social_worker",), "MASH"),
    "consultant": Role(
        "Anil Corrigan",
        "Consultant social worker",
        COUNCIL,
        ("consultant_social_worker",),
        "Assessment Team North",
    ),
    "assessor": Role("Bryony Castell", "Social worker", COUNCIL, ("social_worker",), "Assessment Team North"),
    "manager": Role("Ruth Sallow", "Practice manager", COUNCIL, ("manager",), "MASH"),
    "team_manager": Role(
        "Femi Stonecrop", "Team Manager", COUNCIL, ("team_manager",), "Assessment Team North"
    ),
    "night": Role("Nia Bracewell", "Out of Hours social worker", COUNCIL, ("out_of_hours",), "Out of Hours"),
    "support": Role("Una Silverside", "Service Support", COUNCIL, ("service_support",)),
    "data": Role("Bede Farrow", "Data protection officer", COUNCIL, ("data_protection_team",)),
    "records": Role("Merrin Oakhanger", "Records manager", COUNCIL, ("records_manager",)),
    "privacy": Role("Sam Whitlock", "Privacy officer", COUNCIL, ("privacy_officer",)),
}


def engage(*, at: datetime) -> dict[str, User]:
    """Make every agency, team and person, each with an unusable password, and return the people by part."""
    agencies = {name: Agency.objects.create(name=name, kind=kind) for name, kind in AGENCIES.items()}
    teams = {name: Team.objects.create(name=name, service=service) for name, service in TEAMS.items()}
    people = {}
    for part, role in CAST.items():
        person = people[part] = User.objects.create_user(
            email=f"{part.replace('_', '.')}@example.org",
            password=None,
            name=role.name,
            designation=role.designation,
            agency=agencies[role.agency],
        )
        for held in role.roles:
            Membership.objects.create(user=person, role=held, team=teams.get(role.team), since=at - _LONG)
    return people
