"""Who people are said to be: dated facts stated by entries. All of it is derived and can be rebuilt."""

from datetime import date
from typing import ClassVar, Self, TypeVar

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVectorField
from django.db import models
from django.db.models import Q
from django.db.models.expressions import Combinable

from goldthread.ledger.models import Entry, Subject
from goldthread.people.authorship import said_by
from goldthread.people.statements import ANSWERS

_Row = TypeVar("_Row", bound=models.Model)


class Person(models.Model):
    """The best current answer to who a subject is, from all that is stated. The facts stand beside it."""

    subject = models.OneToOneField(Subject, primary_key=True, on_delete=models.PROTECT, related_name="person")
    given = models.TextField(blank=True)
    family = models.TextField(blank=True)
    born = models.DateField(null=True, blank=True)
    expected = models.DateField(null=True, blank=True)  # of an unborn child
    about_year = models.IntegerField(null=True, blank=True)  # of birth, where only an age or a year is known
    gender = models.TextField(blank=True)
    sort_key = models.CharField(max_length=200, blank=True, db_index=True)

    def __str__(self) -> str:
        return str(self.subject_id)


class LookUp(models.Model):
    """What someone is found by, and what a list of people found shows: all that a look-up reads."""

    person = models.OneToOneField(
        Subject, primary_key=True, db_column="person", on_delete=models.PROTECT, related_name="+"
    )
    keys = ArrayField(models.IntegerField())  # what is written and what it may be mistaken for
    held = models.TextField()  # what is weighed: people.matching.held.Held, packed
    words = SearchVectorField()  # what finds someone by itself, and by its beginning: people.words
    shown = models.JSONField()

    class Meta:
        db_table = "people_lookup"
        # fastupdate off: a list of rows not yet sorted in would be read through by every look-up
        indexes: ClassVar = [
            GinIndex(name="people_lookup_keys", fields=["keys"], fastupdate=False),
            GinIndex(name="people_lookup_words", fields=["words"], fastupdate=False),
        ]

    def __str__(self) -> str:
        return str(self.person_id)


class FactQuerySet(models.QuerySet[_Row]):
    """Questions about stated facts."""

    def standing(self) -> Self:
        """Those that no amendment has replaced, each with who said so; not with all that they said."""
        rows = self.filter(superseded_by__isnull=True).select_related("stated_by__author_agency")
        return rows.defer("stated_by__payload")

    def on(self, day: date | Combinable) -> Self:
        """Those standing that are not known to begin later or to have ended by that day."""
        begun = Q(since__isnull=True) | Q(since__lte=day)
        return self.standing().filter(begun, Q(until__isnull=True) | Q(until__gt=day))


class Fact(models.Model):
    """What every stated fact has: whom it is about, and which entry states it."""

    id = models.UUIDField(primary_key=True)
    subject = models.ForeignKey(Subject, on_delete=models.PROTECT, related_name="+")
    stated_by = models.ForeignKey(Entry, on_delete=models.PROTECT, related_name="+")
    superseded_by = models.ForeignKey(
        Entry, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    since = models.DateField(null=True, blank=True)
    until = models.DateField(null=True, blank=True)
    told_by = models.TextField(blank=True)  # who told the author; empty: the author knows it themselves

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return f"{type(self).__name__} of {self.subject_id}"

    @property
    def said_by(self) -> str:
        """Who said so, in words."""
        written_by = said_by(self.stated_by)
        return f"{self.told_by}, as told to {written_by}" if self.told_by else written_by


class Name(Fact):
    """A name used now or before."""

    given = models.TextField(blank=True)
    family = models.TextField(blank=True)
    kind = models.CharField(max_length=20)

    objects = FactQuerySet["Name"].as_manager()


class Birth(Fact):
    """When someone was born, about when, or when they are expected."""

    born = models.DateField(null=True, blank=True, db_index=True)
    expected = models.DateField(null=True, blank=True)
    about_year = models.IntegerField(null=True, blank=True)

    objects = FactQuerySet["Birth"].as_manager()


class Characteristic(Fact):
    """Gender, ethnicity, first language, religion and the like, in words; or why nothing was said."""

    kind = models.CharField(max_length=20)
    value = models.TextField(blank=True)
    code = models.CharField(max_length=10, blank=True)
    answer = models.CharField(max_length=12, default="said")

    objects = FactQuerySet["Characteristic"].as_manager()

    @property
    def words(self) -> str:
        """The value, or why there is none."""
        return self.value or ANSWERS[self.answer]


class Address(Fact):
    """Where someone lives or lived. A `safe` address is hidden from all but those who must know it."""

    lines = models.TextField(blank=True)
    postcode = models.CharField(max_length=20, blank=True, db_index=True)
    current = models.BooleanField()
    safe = models.BooleanField()

    objects = FactQuerySet["Address"].as_manager()


class Identifier(Fact):
    """A number that another service knows someone by."""

    kind = models.CharField(max_length=20)
    value = models.CharField(max_length=40, db_index=True)
    status = models.CharField(max_length=2, blank=True)  # of verification: a code of nhs_status

    objects = FactQuerySet["Identifier"].as_manager()


class Relationship(Fact):
    """The subject is the `kind` of the other person."""

    other = models.ForeignKey(Subject, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=20)

    objects = FactQuerySet["Relationship"].as_manager()


class Responsibility(Fact):
    """The subject is said to hold, or not to hold, parental responsibility for the other person."""

    other = models.ForeignKey(Subject, on_delete=models.PROTECT, related_name="+")
    ground = models.CharField(max_length=20, blank=True)
    holds = models.BooleanField()

    objects = FactQuerySet["Responsibility"].as_manager()


class Attendance(Fact):
    """The school, nursery or other place where someone spends their days."""

    place = models.TextField()

    objects = FactQuerySet["Attendance"].as_manager()


class Circumstance(Fact):
    """How a child lives now: legal status, where they sleep, worries, who must not see them.

    `kind` is legal_status, staying, worry or must_not_see; `code` is of the list of that kind.
    """

    kind = models.CharField(max_length=20)
    code = models.CharField(max_length=20, blank=True)
    words = models.TextField(blank=True)
    safe = models.BooleanField(default=False)  # the place must stay hidden
    name = models.TextField(blank=True)  # of whoever must not see them, where they are not on record
    other = models.ForeignKey(Subject, null=True, blank=True, on_delete=models.PROTECT, related_name="+")

    objects = FactQuerySet["Circumstance"].as_manager()


class Sighting(Fact):
    """That a child was seen, or was not, on a day, and whether alone."""

    on = models.DateField()
    seen = models.BooleanField()
    alone = models.BooleanField(null=True)
    where = models.TextField(blank=True)

    objects = FactQuerySet["Sighting"].as_manager()


class SamePerson(Fact):
    """Someone has confirmed that the subject and the other are one person."""

    other = models.ForeignKey(Subject, on_delete=models.PROTECT, related_name="+")

    objects = FactQuerySet["SamePerson"].as_manager()


class Distinct(Fact):
    """Someone has looked at both and says that they are two. `known`: fingerprint of what was known then."""

    other = models.ForeignKey(Subject, on_delete=models.PROTECT, related_name="+")
    known = models.CharField(max_length=64)

    objects = FactQuerySet["Distinct"].as_manager()


class Suspect(models.Model):
    """Two records that the sweep takes for one person's, and why. `one` has the lower id."""

    one = models.ForeignKey(Subject, on_delete=models.CASCADE, related_name="+")
    other = models.ForeignKey(Subject, on_delete=models.CASCADE, related_name="+")
    score = models.FloatField()
    reasons = models.JSONField()
    found_at = models.DateTimeField()

    class Meta:
        indexes: ClassVar = [models.Index(name="suspects_by_score", fields=["-score"])]
        constraints: ClassVar = [models.UniqueConstraint(name="suspected_once", fields=["one", "other"])]

    def __str__(self) -> str:
        return f"{self.one_id} and {self.other_id}"


class Swept(models.Model):
    """What someone's row of the look-up was when they were last compared with everybody."""

    person = models.OneToOneField(Subject, primary_key=True, on_delete=models.CASCADE, related_name="+")
    held = models.CharField(max_length=32)  # its fingerprint

    def __str__(self) -> str:
        return str(self.person_id)
