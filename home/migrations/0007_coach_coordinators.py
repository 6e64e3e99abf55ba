"""The coordinators of coach support: they see every request, and assign coaches. Chief editors do not."""

from django.db import migrations

GROUP = "Coachsamordnare"
RIGHTS = {"coachrequest": ["change", "view"], "coach": ["change"]}


def create(apps, schema_editor):
    Group = apps.get_model("auth", "Group")
    ContentType = apps.get_model("contenttypes", "ContentType")
    Permission = apps.get_model("auth", "Permission")

    def permission(app, model, codename):
        content_type, _created = ContentType.objects.get_or_create(app_label=app, model=model)
        return Permission.objects.get_or_create(
            content_type=content_type, codename=codename, defaults={"name": f"Can {codename.replace('_', ' ')}"}
        )[0]

    group, _created = Group.objects.get_or_create(name=GROUP)
    group.permissions.add(
        permission("wagtailadmin", "admin", "access_admin"),
        *(
            permission("learning", model, f"{action}_{model}")
            for model, actions in RIGHTS.items()
            for action in actions
        ),
    )


class Migration(migrations.Migration):
    dependencies = [
        ("home", "0006_course_leaders"),
        ("learning", "0004_learning"),
    ]

    operations = [migrations.RunPython(create, migrations.RunPython.noop)]
