"""Search owners may begin a page for what people look for and do not find; others review and publish it."""

from django.db import migrations


def permit(apps, schema_editor):
    Group = apps.get_model("auth", "Group")
    Permission = apps.get_model("auth", "Permission")
    ContentType = apps.get_model("contenttypes", "ContentType")
    GroupPagePermission = apps.get_model("wagtailcore", "GroupPagePermission")
    Page = apps.get_model("wagtailcore", "Page")

    group = Group.objects.filter(name="Sökansvarig").first()
    root = Page.objects.filter(depth=1).first()
    if group is None or root is None:
        return
    content_type, _created = ContentType.objects.get_or_create(app_label="wagtailcore", model="page")
    add, _created = Permission.objects.get_or_create(
        content_type=content_type, codename="add_page", defaults={"name": "Can add page"}
    )
    GroupPagePermission.objects.get_or_create(group=group, page=root, permission=add)


class Migration(migrations.Migration):
    dependencies = [
        ("search", "0004_kind_index"),
        ("auth", "0012_alter_user_first_name_max_length"),
        ("wagtailcore", "0098_apitoken"),
    ]

    operations = [migrations.RunPython(permit, migrations.RunPython.noop)]
