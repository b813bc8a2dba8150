"""What a person may be allowed to do, one name for each, in alphabetical order."""

from enum import StrEnum


class Capability(StrEnum):
    """One thing that a role may allow. Views and operations ask for these, never for roles."""

    ADVISE = "advise"  # give consultation-hub advice and record it
    ANSWER_REQUESTS = "answer_requests"  # work on what others ask to know, and answer them
    AUTHORISE_DECISION = "authorise_decision"  # authorise the outcome of a contact
    AUTHORISE_ENQUIRY = "authorise_enquiry"  # allow talking to agencies without the parents' knowledge
    AUTHORISE_PROTECTION = "authorise_protection"  # authorise whatever protects the child now
    DECIDE = "decide"  # propose the outcome of a contact
    HANDLE_ALLEGATIONS = "handle_allegations"  # open the sealed records of allegations, and work on them
    HOLD_CASE = "hold_case"  # be the worker who holds a child's case
    KEEP_RECORDS = "keep_records"  # say what is kept and for how long: holds, destruction by two people
    LEAD_FAMILY = "lead_family"  # as lead of another agency: see and record that family’s early help
    MANAGE_ACCOUNTS = "manage_accounts"  # make accounts, give and end roles, let somebody back in
    MERGE_RECORDS = "merge_records"  # propose that two records are one person, or say that they are not
    OVERSEE_RECORDS = "oversee_records"  # authorise a merge, undo one, move an entry out of a wrong record
    PROTECT_RECORDS = "protect_records"  # set how closed a record is, who is named in it, who is kept out
    READ_AUDIT = "read_audit"  # see who has seen what
    READ_RECORD = "read_record"  # read records that are open to the service
    RECORD_WORK = "record_work"  # add entries to a child's record
    REVIEW_ACCESS = "review_access"  # look into records opened in an emergency, and who opens how many
    ROUTE = "route"  # pass a contact to the service that should have it
    SCREEN = "screen"  # screen a contact
    SEARCH_PEOPLE = "search_people"  # look people up
    SEE_OUTBOX = "see_outbox"  # see letters and e-mails on their way
    SEE_TEAM_WORK = "see_team_work"  # see the whole team's worklist
    SEND_REQUEST = "send_request"  # send a professional request and follow it
    TAKE_CONTACT = "take_contact"  # record a telephone or other incoming contact
    TRANSFER = "transfer"  # offer a case to another team, or accept one


OF_OTHER_AGENCIES = frozenset({Capability.LEAD_FAMILY, Capability.SEND_REQUEST})
"""What somebody of another organisation may be given a role for: nothing that opens a record by itself."""
NOT_GIVEN_HERE = frozenset(
    {
        Capability.HANDLE_ALLEGATIONS,
        Capability.KEEP_RECORDS,
        Capability.MANAGE_ACCOUNTS,
        Capability.READ_AUDIT,
        Capability.REVIEW_ACCESS,
    }
)
"""What looks over others, or opens what is sealed: who makes accounts cannot give it alone (decision 41)."""
