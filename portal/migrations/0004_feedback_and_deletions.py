import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("portal", "0003_mail"),
        migrations.swappable_dependency(settings.WAGTAIL_PAGE_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="DeletionLog",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("at", models.DateTimeField(auto_now_add=True, db_index=True, verbose_name="when")),
                ("kind", models.CharField(max_length=40, verbose_name="kind of data")),
                ("rule", models.CharField(max_length=200, verbose_name="rule")),
                ("count", models.PositiveIntegerField(verbose_name="how many")),
            ],
            options={
                "verbose_name": "deletion",
                "verbose_name_plural": "deletion log",
                "ordering": ["-at", "-pk"],
                "default_permissions": ("view",),
            },
        ),
        migrations.CreateModel(
            name="PageFeedback",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("helped", models.BooleanField(verbose_name="it helped")),
                ("text", models.TextField(blank=True, max_length=1000, verbose_name="what was missing")),
                ("language", models.CharField(max_length=12, verbose_name="language")),
                (
                    "given_on",
                    models.DateField(db_index=True, default=django.utils.timezone.localdate, verbose_name="date"),
                ),
                ("mark", models.CharField(blank=True, editable=False, max_length=64)),
                ("reported_at", models.DateTimeField(editable=False, null=True)),
                ("dealt_on", models.DateField(blank=True, null=True, verbose_name="dealt with")),
                (
                    "page",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to=settings.WAGTAIL_PAGE_MODEL,
                        verbose_name="page",
                    ),
                ),
            ],
            options={
                "verbose_name": "feedback on a page",
                "verbose_name_plural": "feedback on pages",
                "ordering": ["-given_on", "-pk"],
                "default_permissions": (),
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("mark", ""), _negated=True),
                        fields=("page", "mark"),
                        name="one_answer_of_a_browser",
                    )
                ],
            },
        ),
    ]
