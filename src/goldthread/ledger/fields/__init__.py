"""What can be asked: field types, described once for the form, the payload, the screen and the export."""

from goldthread.ledger.fields.base import Field, FieldError, Raw, Sensitivity, keepable
from goldthread.ledger.fields.choices import Choice, MultiChoice, YesNo, YesNoUnknown
from goldthread.ledger.fields.group import Group, rows_in
from goldthread.ledger.fields.identifiers import UPN, Email, File, NHSNumber, Phone, Postcode
from goldthread.ledger.fields.parsing import (
    Label,
    Labels,
    Parsed,
    Words,
    asked,
    child_name,
    parse_fields,
    raw_of,
    relabel,
    select,
)
from goldthread.ledger.fields.times import Date, When
from goldthread.ledger.fields.words import Carried, LongText, Number, Text
from goldthread.ledger.retention import Retention

__all__ = [
    "UPN",
    "Carried",
    "Choice",
    "Date",
    "Email",
    "Field",
    "FieldError",
    "File",
    "Group",
    "Label",
    "Labels",
    "LongText",
    "MultiChoice",
    "NHSNumber",
    "Number",
    "Parsed",
    "Phone",
    "Postcode",
    "Raw",
    "Retention",
    "Sensitivity",
    "Text",
    "When",
    "Words",
    "YesNo",
    "YesNoUnknown",
    "asked",
    "child_name",
    "keepable",
    "parse_fields",
    "raw_of",
    "relabel",
    "rows_in",
    "select",
]
