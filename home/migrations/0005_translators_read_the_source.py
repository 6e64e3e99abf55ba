"""Translators edit translations, and only read the originals; they translate the vocabularies too."""

from django.db import migrations

GROUP = "Översättare"
VOCABULARIES = ["phase", "problemtype", "dimension", "situation", "audience", "department", "visiongoal"]


def narrow(apps, schema_editor):
    Group = apps.get_model("auth", "Group")
    Permission = apps.get_model("auth", "Permission")
    ContentType = apps.get_model("contenttypes", "ContentType")
    GroupPagePermission = apps.get_model("wagtailcore", "GroupPagePermission")
    Locale = apps.get_model("wagtailcore", "Locale")
    Page = apps.get_model("wagtailcore", "Page")

    def permission(app, model, codename):
        content_type, _created = ContentType.objects.get_or_create(app_label=app, model=model)
        found, _created = Permission.objects.get_or_create(
            content_type=content_type, codename=codename, defaults={"name": f"Can {codename.replace('_', ' ')}"}
        )
        return found

    group = Group.objects.filter(name=GROUP).first()
    root = Page.objects.filter(depth=1).first()
    if group is None or root is None:
        return
    change = permission("wagtailcore", "page", "change_page")
    GroupPagePermission.objects.filter(group=group, page=root, permission=change).delete()
    # By itself this one permits nothing, but what one has any permission for is shown in lists and reports.
    GroupPagePermission.objects.get_or_create(
        group=group, page=root, permission=permission("wagtailcore", "page", "bulk_delete_page")
    )
    source = Locale.objects.filter(language_code="sv").first()
    for page in Page.objects.filter(depth=2).exclude(locale=source):
        GroupPagePermission.objects.get_or_create(group=group, page=page, permission=change)
    for model in VOCABULARIES:
        group.permissions.add(permission("methodbank", model, f"change_{model}"))


class Migration(migrations.Migration):
    dependencies = [("home", "0004_groups")]

    operations = [migrations.RunPython(narrow, migrations.RunPython.noop)]
