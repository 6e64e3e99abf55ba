"""What the kinds of personal data of learning share."""

from django.utils.translation import gettext_lazy
from wagtail.models import Page

from portal.languages import active_language, best
from portal.personal_data import delete
from portal.retention import kept

COURSE, LESSON = gettext_lazy("Course"), gettext_lazy("Lesson")


def titles(keys) -> dict:
    """Titles of pages by translation key, in the reader's language where there is one; also of unpublished ones."""
    versions: dict = {}
    rows = Page.objects.filter(translation_key__in=set(keys)).only("title", "translation_key", "locale_id")
    for page in rows:
        versions.setdefault(page.translation_key, []).append(page)
    return {key: best(pages, active_language()).title for key, pages in versions.items()}


def all_of(model) -> dict:
    """A person may be rid of all rows of a model."""

    def rows(user):
        return model.objects.filter(user=user)

    return {"delete": lambda user: delete(rows(user)), "erasable": lambda user: rows(user).count()}


def older(model, field: str, name: str):
    """Rows whose time, by the setting of this name, is up."""
    return lambda now: model.objects.filter(**{f"{field}__lt": kept(name).before(now)})
