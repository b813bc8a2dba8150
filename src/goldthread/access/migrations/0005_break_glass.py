"""A restricted record opened in an emergency: who, why and until when; its end; what the review found."""

import uuid
from datetime import timedelta

import django.db.models.expressions
from django.conf import settings
from django.db import migrations, models
from django.db.models.deletion import PROTECT

from goldthread.ledger.append_only import append_only


class Migration(migrations.Migration):
    dependencies = [
        ("access", "0004_sealed_domains"),
        ("ledger", "0006_seal"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="BreakGlass",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("role", models.CharField(max_length=40)),
                ("reason", models.TextField()),
                ("began_at", models.DateTimeField()),
                ("until", models.DateTimeField()),
                ("subject", models.ForeignKey("ledger.Subject", on_delete=PROTECT, related_name="+")),
                ("user", models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=PROTECT, related_name="+")),
            ],
            options={
                "indexes": [models.Index(fields=["user", "until"], name="glass_in_force")],
                "constraints": [
                    models.CheckConstraint(
                        name="glass_at_most_three_hours",
                        condition=models.Q(
                            ("until__gt", models.F("began_at")),
                            (
                                "until__lte",
                                django.db.models.expressions.CombinedExpression(
                                    models.F("began_at"), "+", models.Value(timedelta(hours=3))
                                ),
                            ),
                        ),
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="BreakGlassEnd",
            fields=[
                ("glass", models.OneToOneField("access.BreakGlass", on_delete=PROTECT, primary_key=True, serialize=False, related_name="ended")),
                ("at", models.DateTimeField()),
                ("by", models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=PROTECT, related_name="+")),
            ],
        ),
        migrations.CreateModel(
            name="BreakGlassReview",
            fields=[
                ("glass", models.OneToOneField("access.BreakGlass", on_delete=PROTECT, primary_key=True, serialize=False, related_name="review")),
                ("found", models.CharField(max_length=12, choices=[("proper", "It was right to open it"), ("improper", "It should not have been opened")])),
                ("words", models.TextField()),
                ("at", models.DateTimeField()),
                ("by", models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=PROTECT, related_name="+")),
            ],
        ),
        *(append_only(table) for table in ("access_breakglass", "access_breakglassend", "access_breakglassreview")),
    ]
