"""Communicators and chief editors see who tipped about a story."""

from django.db import migrations

GROUPS = ["Kommunikatörer", "Chefredaktörer"]


def permit(apps, schema_editor):
    ContentType = apps.get_model("contenttypes", "ContentType")
    Group = apps.get_model("auth", "Group")
    Permission = apps.get_model("auth", "Permission")
    content_type, _created = ContentType.objects.get_or_create(app_label="methodbank", model="storytip")
    view, _created = Permission.objects.get_or_create(
        content_type=content_type, codename="view_storytip", defaults={"name": "Can view story tip"}
    )
    for group in Group.objects.filter(name__in=GROUPS):
        group.permissions.add(view)


class Migration(migrations.Migration):
    dependencies = [("home", "0007_coach_coordinators"), ("methodbank", "0006_story_tips")]

    operations = [migrations.RunPython(permit, migrations.RunPython.noop)]
