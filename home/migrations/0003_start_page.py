"""An empty Swedish start page in place of Wagtail's welcome page, and the site that begins there."""

from django.db import migrations


def create(apps, schema_editor):
    ContentType = apps.get_model("contenttypes", "ContentType")
    HomePage = apps.get_model("home", "HomePage")
    Locale = apps.get_model("wagtailcore", "Locale")
    Page = apps.get_model("wagtailcore", "Page")
    Site = apps.get_model("wagtailcore", "Site")

    page_type = ContentType.objects.filter(app_label="wagtailcore", model="page").first()
    Page.objects.filter(content_type=page_type, slug="home", depth=2).delete()
    home_type, _created = ContentType.objects.get_or_create(app_label="home", model="homepage")
    home = HomePage.objects.create(
        title="Start",
        draft_title="Start",
        slug="start",
        content_type=home_type,
        path="00010001",
        depth=2,
        numchild=0,
        url_path="/start/",
        locale=Locale.objects.get(language_code="sv"),
        headline="Verktyg för vardagsinnovation",
        lead="Här finns metoder, berättelser och stöd för dig som vill förbättra något i ditt arbete.",
        summary="Luleå kommuns verktygslåda för innovation i vardagen.",
    )
    Page.objects.filter(depth=1).update(numchild=1)
    Site.objects.all().delete()
    Site.objects.create(
        hostname="localhost",
        port=80,
        root_page_id=home.pk,
        is_default_site=True,
        site_name="Luleå innovation",
    )


class Migration(migrations.Migration):
    dependencies = [("home", "0002_initial"), ("methodbank", "0003_vocabularies")]

    operations = [migrations.RunPython(create, migrations.RunPython.noop)]
