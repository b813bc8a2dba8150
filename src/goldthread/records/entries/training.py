"""The register of training: who was there, and has read what was to be read before it (HSSCP-2.1)."""

from goldthread.ledger.entries import EntryType, Values
from goldthread.ledger.fields import Date, MultiChoice, Retention, Sensitivity, Text

_O, _R = Sensitivity.OPEN, Retention.TRAINING


class Training(EntryType):
    """One person's line on the attendance sheet of one day, signed by themselves. It is about no child."""

    kind = "training"
    title = "Training attended"

    course = Text("Which training is it?", _O, _R)
    on = Date("On which day?", _O, _R, called="the day of the training", past=True)
    reading = Text("What was to be read before it?", _O, _R)
    confirmed = MultiChoice(
        "Do you confirm it?", _O, _R, choices={"read": "I have read it", "there": "I was at the training"}
    )

    @classmethod
    def summary(cls, values: Values) -> str:
        """The training."""
        return f"{cls.title}: {values.get('course', '')}"
