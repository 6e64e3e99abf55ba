"""The search owner's group: the desk, synonyms, best bets and words not to suggest. Chief editors may do the same."""

from django.db import migrations

RIGHTS = {
    "searchlog": ["view"],
    "synonym": ["add", "change", "delete", "view"],
    "bestbet": ["add", "change", "delete", "view"],
    "unsuggested": ["add", "change", "delete", "view"],
}


def create(apps, schema_editor):
    Group = apps.get_model("auth", "Group")
    ContentType = apps.get_model("contenttypes", "ContentType")
    Permission = apps.get_model("auth", "Permission")

    def permission(app, model, codename):
        content_type, _ = ContentType.objects.get_or_create(app_label=app, model=model)
        return Permission.objects.get_or_create(
            content_type=content_type, codename=codename, defaults={"name": f"Can {codename.replace('_', ' ')}"}
        )[0]

    rights = [
        permission("search", model, f"{action}_{model}") for model, actions in RIGHTS.items() for action in actions
    ]
    owners, _ = Group.objects.get_or_create(name="Sökansvarig")
    owners.permissions.add(permission("wagtailadmin", "admin", "access_admin"), *rights)
    editors = Group.objects.filter(name="Chefredaktörer").first()
    if editors:
        editors.permissions.add(*rights)


class Migration(migrations.Migration):
    dependencies = [
        ("search", "0002_full_text"),
        ("home", "0004_groups"),
        ("auth", "0012_alter_user_first_name_max_length"),
        ("wagtailadmin", "0006_formstate"),
    ]

    operations = [migrations.RunPython(create, migrations.RunPython.noop)]
