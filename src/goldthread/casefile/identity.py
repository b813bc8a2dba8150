"""Who somebody is, as a worker was told: an entry that states dated facts and overwrites none."""

from collections.abc import Mapping, Sequence

from goldthread.ledger.entries import EntryType, Values
from goldthread.ledger.fields import (
    UPN,
    Choice,
    Date,
    LongText,
    MultiChoice,
    NHSNumber,
    Phone,
    Postcode,
    Retention,
    Sensitivity,
    Text,
    YesNo,
)
from goldthread.people import statements as say
from goldthread.people.codes import titles
from goldthread.people.whois import INTERPRETER, day, whois

_P, _S, _L = Sensitivity.PERSONAL, Sensitivity.SPECIAL_CATEGORY, Sensitivity.LOCKED_ADDRESS
_R = Retention.CHILD_RECORD
KNOWN = {
    "said": "It is known",
    "not_asked": "Nobody has asked",
    "declined": "Asked, and did not wish to say",
    "not_known": "Asked, and not known",
}
_UNSAID = {code: words for code, words in KNOWN.items() if code != "said"}
HOME = {"current": "They live there now", "former": "They lived there before"}
NAMES = {kind: words.capitalize() for kind, words in say.NAME_KINDS.items()} | {"usual": "Name used now"}
NO_DISABILITY = "NONE"


class Identity(EntryType):
    """What is said of who a person is (HERTS-5.3, 5.4, 5.7, 5.9, HSSCP-3.4). Every question may stay open."""

    kind = "identity"
    title = "Who this is"
    bookkeeping = True

    who_told = Text(
        "Who told you, or which document did you see?",
        _P,
        _R,
        hint="Leave it empty if you know it yourself",
        called="who told you",
    )
    since = Date("Since when is it so?", _P, _R, hint="If you know it", past=True)
    name_kind = Choice("Kind of name", _P, _R, choices=NAMES)
    given_names = Text("First names", _P, _R)
    family_name = Text("Last name", _P, _R)
    born = Date("Date of birth", _P, _R, past=True)
    expected = Date("If not yet born: expected date of birth", _P, _R, called="the expected date of birth")
    sex = Choice("Sex", _P, _R, choices=titles("sex"))
    gender = Text("Gender, in their own words", _P, _R, called="gender")
    nhs_number = NHSNumber("NHS number", _P, _R)
    nhs_status = Choice("How far is the NHS number verified?", _P, _R, choices=titles("nhs_status"))
    upn = UPN("Unique pupil number", _P, _R)
    no_upn = Choice("If there is none: why?", _P, _R, choices=titles("no_upn"), called="why there is none")
    telephone = Phone("Telephone number", _P, _R)
    ethnicity = Choice("Ethnicity", _S, _R, choices=titles("ethnicity"))
    religion = Choice("Religion", _S, _R, choices={**titles("religion"), **_UNSAID})
    first_language_known = Choice("Is the first language known?", _P, _R, choices=KNOWN)
    first_language = Text("First language", _P, _R, asked_when=("first_language_known", "said"))
    interpreter = Choice("Interpreter", _P, _R, choices=INTERPRETER)
    disability = MultiChoice("Disability", _S, _R, choices=titles("disability"))
    special_needs = LongText("Special needs", _S, _R, rows=2)
    communication_known = Choice("Is it known how they communicate?", _S, _R, choices=KNOWN)
    communication = Text("Means of communication", _S, _R, asked_when=("communication_known", "said"))
    address = Text("Address", _L, _R, max_length=400)
    postcode = Postcode("Postcode", _L, _R)
    home = Choice("Is that their home now?", _P, _R, choices=HOME)
    safe_address = YesNo("Must the address stay hidden?", _P, _R)
    school = Text("School or nursery", _P, _R)

    @classmethod
    def locked(cls, values: Values) -> frozenset[Sensitivity]:
        """An address that must stay hidden."""
        return frozenset({_L}) if values.get("safe_address") else frozenset()

    @classmethod
    def summary(cls, values: Values) -> str:
        """What was stated, without saying what it is."""
        named = [one.label for name, one in cls.fields.items() if name in _FACTS and name in values]
        return f"{cls.title}: {', '.join(named)}" if named else cls.title

    @classmethod
    def statements(cls, values: Values, parts: Mapping[str, Values]) -> Sequence[object]:
        """Each answer as a fact of its own, of the person whom the entry is about."""
        (person,) = parts
        return whois(person, values, since=day(values, "since"), told_by=values.get("who_told", ""))


_FACTS = frozenset(Identity.fields) - {
    "who_told",
    "since",
    "name_kind",
    "nhs_status",
    "home",
    "safe_address",
    "first_language_known",
    "communication_known",
}
FACTS = _FACTS | {"first_language_known", "communication_known"}  # of which one at least must be answered
