"""Drafts that several people hold, and what two wrote in one place."""

import uuid
from typing import ClassVar

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    """Two columns and two tables."""

    dependencies: ClassVar = [
        ("ledger", "0004_moved_parts"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations: ClassVar = [
        migrations.CreateModel(
            name="Clash",
            fields=[
                (
                    "id",
                    models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False),
                ),
                ("part", models.CharField(max_length=200)),
                ("raw", models.JSONField()),
                ("saved_at", models.DateTimeField()),
                ("stood", models.JSONField(default=dict)),
                ("settled_at", models.DateTimeField(blank=True, null=True)),
            ],
        ),
        migrations.CreateModel(
            name="DraftHolder",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("since", models.DateTimeField()),
            ],
        ),
        migrations.AddField(
            model_name="draft",
            name="shared_as",
            field=models.CharField(blank=True, max_length=120, null=True),
        ),
        migrations.AddField(
            model_name="draft",
            name="writers",
            field=models.JSONField(default=dict),
        ),
        migrations.AddConstraint(
            model_name="draft",
            constraint=models.UniqueConstraint(
                condition=models.Q(("signed_as__isnull", True)),
                fields=("shared_as",),
                name="one_shared_draft_of_each",
            ),
        ),
        migrations.AddField(
            model_name="clash",
            name="by",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddField(
            model_name="clash",
            name="draft",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="clashes", to="ledger.draft"
            ),
        ),
        migrations.AddField(
            model_name="clash",
            name="settled_by",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="draftholder",
            name="draft",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="holders", to="ledger.draft"
            ),
        ),
        migrations.AddField(
            model_name="draftholder",
            name="user",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddConstraint(
            model_name="clash",
            constraint=models.UniqueConstraint(
                condition=models.Q(("settled_at__isnull", True)),
                fields=("draft", "part", "by"),
                name="one_open_clash_of_each",
            ),
        ),
        migrations.AddConstraint(
            model_name="draftholder",
            constraint=models.UniqueConstraint(fields=("draft", "user"), name="once_a_holder"),
        ),
    ]
