"""Course leaders plan and change occasions; chief editors may take away one that was never needed too."""

from django.db import migrations

RIGHTS = {"Kursledare": ("add", "change", "view"), "Chefredaktörer": ("add", "change", "delete", "view")}


def create(apps, schema_editor):
    Group = apps.get_model("auth", "Group")
    Permission = apps.get_model("auth", "Permission")
    ContentType = apps.get_model("contenttypes", "ContentType")
    content_type, _created = ContentType.objects.get_or_create(app_label="learning", model="courseoccasion")
    for name, actions in RIGHTS.items():
        group = Group.objects.filter(name=name).first()
        for action in actions if group else ():
            codename = f"{action}_courseoccasion"
            found, _created = Permission.objects.get_or_create(
                content_type=content_type, codename=codename, defaults={"name": f"Can {codename.replace('_', ' ')}"}
            )
            group.permissions.add(found)


class Migration(migrations.Migration):
    dependencies = [("home", "0005_translators_read_the_source"), ("learning", "0004_learning")]

    operations = [migrations.RunPython(create, migrations.RunPython.noop)]
