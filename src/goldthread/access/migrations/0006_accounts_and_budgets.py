"""Accounts closed and opened again; who opened many records in a day; every change of who may open one."""

from django.conf import settings
from django.db import migrations, models
from django.db.models import Q
from django.db.models.deletion import PROTECT

from goldthread.ledger.append_only import append_only


class Migration(migrations.Migration):
    dependencies = [
        ("access", "0005_break_glass"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="AccountChange",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("change", models.CharField(max_length=8, choices=[("left", "Left"), ("dormant", "Not used for a long time"), ("reopened", "Opened again")])),
                ("words", models.TextField(blank=True)),
                ("at", models.DateTimeField()),
                ("by", models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=PROTECT, related_name="+")),
                ("user", models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=PROTECT, related_name="account_changes")),
            ],
        ),
        append_only("access_accountchange"),
        migrations.CreateModel(
            name="BudgetAlert",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("day", models.DateField()),
                ("role", models.CharField(max_length=40)),
                ("budget", models.PositiveIntegerField()),
                ("opened", models.PositiveIntegerField()),
                ("noticed_at", models.DateTimeField()),
                ("words", models.TextField(blank=True)),
                ("reviewed_at", models.DateTimeField(null=True, blank=True)),
                ("reviewed_by", models.ForeignKey(settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=PROTECT, related_name="+")),
                ("user", models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=PROTECT, related_name="+")),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("user", "day"), name="one_budget_alert_a_day"),
                    models.CheckConstraint(
                        name="budget_review_is_whole",
                        condition=Q(reviewed_at__isnull=True, reviewed_by__isnull=True, words="")
                        | Q(reviewed_at__isnull=False, reviewed_by__isnull=False),
                    ),
                ]
            },
        ),
        migrations.CreateModel(
            name="ProtectionChange",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("act", models.CharField(max_length=12)),
                ("level", models.CharField(max_length=12, blank=True)),
                ("reason", models.TextField()),
                ("role", models.CharField(max_length=40)),
                ("at", models.DateTimeField()),
                ("by", models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=PROTECT, related_name="+")),
                ("subject", models.ForeignKey("ledger.Subject", on_delete=PROTECT, related_name="+")),
                ("user", models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=PROTECT, related_name="+")),
            ],
        ),
        append_only("access_protectionchange"),
    ]
