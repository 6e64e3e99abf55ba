"""Groups with least privilege, and the workflow from communicator to chief editor."""

from django.db import migrations

OWN = {
    "methodbank": ["phase", "problemtype", "dimension", "situation", "audience", "department", "visiongoal"],
    "home": ["glossaryterm"],
    "learning": ["coach"],
}
ALL = ("add", "change", "delete")

# Group: may sign in to the admin; on pages; on collections' images and documents; on models.
GROUPS = {
    "Kommunikatörer": {
        "pages": ["add_page", "change_page"],
        "files": ["add", "choose"],
        "models": {("home", "glossaryterm"): ("add", "change"), ("learning", "coach"): ("change",)},
    },
    "Översättare": {
        "pages": ["change_page"],
        "files": ["choose"],
        "models": {("home", "glossaryterm"): ("change",), ("learning", "coach"): ("change",)},
        "extra": [("wagtail_localize", "translation", "submit_translation")],
    },
    "Chefredaktörer": {
        "pages": ["add_page", "change_page", "publish_page", "bulk_delete_page", "lock_page", "unlock_page"],
        "files": ["add", "change", "choose"],
        "models": {(app, model): ALL for app, models in OWN.items() for model in models}
        | {("portal", "portalsettings"): ("change",), ("wagtailredirects", "redirect"): ALL},
        "extra": [("wagtail_localize", "translation", "submit_translation")],
    },
    "Kursledare": {"pages": [], "files": ["choose"], "models": {}},
    "Innovationscoacher": {"pages": [], "files": ["choose"], "models": {}},
}


def create(apps, schema_editor):
    Collection = apps.get_model("wagtailcore", "Collection")
    Group = apps.get_model("auth", "Group")
    GroupApprovalTask = apps.get_model("wagtailcore", "GroupApprovalTask")
    GroupCollectionPermission = apps.get_model("wagtailcore", "GroupCollectionPermission")
    GroupPagePermission = apps.get_model("wagtailcore", "GroupPagePermission")
    Page = apps.get_model("wagtailcore", "Page")
    Workflow = apps.get_model("wagtailcore", "Workflow")
    WorkflowPage = apps.get_model("wagtailcore", "WorkflowPage")
    WorkflowTask = apps.get_model("wagtailcore", "WorkflowTask")
    ContentType = apps.get_model("contenttypes", "ContentType")
    Permission = apps.get_model("auth", "Permission")

    def permission(app, model, codename):
        content_type, _ = ContentType.objects.get_or_create(app_label=app, model=model)
        found, _ = Permission.objects.get_or_create(
            content_type=content_type,
            codename=codename,
            defaults={"name": f"Can {codename.replace('_', ' ')}"},
        )
        return found

    # Wagtail's own example groups and their workflow would only confuse beside these.
    Workflow.objects.all().delete()
    GroupApprovalTask.objects.all().delete()
    Group.objects.filter(name__in=["Moderators", "Editors"]).delete()

    root = Page.objects.get(depth=1)
    files = Collection.objects.get(depth=1)
    for name, rights in GROUPS.items():
        group, _ = Group.objects.get_or_create(name=name)
        group.permissions.add(permission("wagtailadmin", "admin", "access_admin"))
        for codename in rights["pages"]:
            GroupPagePermission.objects.create(
                group=group, page=root, permission=permission("wagtailcore", "page", codename)
            )
        for app, model in (("wagtailimages", "image"), ("wagtaildocs", "document")):
            for action in rights["files"]:
                GroupCollectionPermission.objects.create(
                    group=group,
                    collection=files,
                    permission=permission(app, model, f"{action}_{model}"),
                )
        for (app, model), actions in rights["models"].items():
            for action in actions:
                group.permissions.add(permission(app, model, f"{action}_{model}"))
        for app, model, codename in rights.get("extra", ()):
            group.permissions.add(permission(app, model, codename))

    task_type, _ = ContentType.objects.get_or_create(app_label="wagtailcore", model="groupapprovaltask")
    task = GroupApprovalTask.objects.create(name="Chefredaktör granskar", content_type=task_type)
    task.groups.add(Group.objects.get(name="Chefredaktörer"))
    workflow = Workflow.objects.create(name="Granskning")
    WorkflowTask.objects.create(workflow=workflow, task=task, sort_order=0)
    WorkflowPage.objects.create(workflow=workflow, page=root)


class Migration(migrations.Migration):
    dependencies = [
        ("home", "0003_start_page"),
        ("learning", "0001_initial"),
        ("portal", "0001_initial"),
        ("auth", "0012_alter_user_first_name_max_length"),
        ("wagtailadmin", "0006_formstate"),
        ("wagtailcore", "0098_apitoken"),
        ("wagtaildocs", "0014_alter_document_file_size"),
        ("wagtailimages", "0027_image_description"),
        ("wagtailredirects", "0008_add_verbose_name_plural"),
        ("wagtail_localize", "0016_rename_page_revision_translationlog_revision"),
    ]

    operations = [migrations.RunPython(create, migrations.RunPython.noop)]
