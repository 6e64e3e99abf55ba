"""How far the translation of a page has come.

One expression of the database says it, for a page, a listing and the report alike: the translation knows its source as
it was when the two were last synchronised (`TranslationSource.last_updated_at`).
"""

from dataclasses import dataclass

from django.db.models import Case, CharField, Exists, F, OuterRef, Q, QuerySet, Subquery, TextChoices, Value, When
from django.utils.translation import gettext_lazy as _
from wagtail.models import Page
from wagtail_localize.models import Translation, TranslationSource

from portal.content_cache import cached


class State(TextChoices):
    """The state of a page in one language."""

    SOURCE = "source", _("Original")
    MISSING = "missing", _("Missing")
    IN_PROGRESS = "in_progress", _("Being translated")
    OUTDATED = "outdated", _("Outdated")
    CURRENT = "current", _("Current")


@dataclass(frozen=True)
class PageTranslation:
    """The state of the page at hand; `source_url` leads to the original of a translation."""

    state: str
    source_url: str

    @property
    def outdated(self) -> bool:
        return self.state == State.OUTDATED


def originals(pages: QuerySet) -> QuerySet:
    """The pages that are no translations."""
    source = TranslationSource.objects.filter(object_id=OuterRef("translation_key"))
    return pages.annotate(source_locale=Subquery(source.values("locale_id")[:1])).filter(
        Q(source_locale=None) | Q(source_locale=F("locale_id"))
    )


def in_language(pages: QuerySet, locale_id: int, name: str = "state") -> QuerySet:
    """Originals with the state that they have in one language, as the annotation `name`."""
    source = TranslationSource.objects.filter(object_id=OuterRef("translation_key"))
    target = Page.objects.filter(translation_key=OuterRef("translation_key"), locale_id=locale_id)
    begun = Translation.objects.filter(
        source__object_id=OuterRef("translation_key"), target_locale_id=locale_id, enabled=True
    )
    synchronised, live, published = f"{name}_synchronised", f"{name}_live", f"{name}_published"
    state = Case(
        When(locale_id=locale_id, then=Value(State.SOURCE)),
        When(
            **{f"{live}__isnull": True},
            then=Case(When(Exists(begun), then=Value(State.IN_PROGRESS)), default=Value(State.MISSING)),
        ),
        When(**{synchronised: None}, then=Value(State.SOURCE)),
        When(**{live: False}, then=Value(State.IN_PROGRESS)),
        When(
            Q(last_published_at__gt=F(synchronised)) | Q(**{f"{published}__lt": F(synchronised)}),
            then=Value(State.OUTDATED),
        ),
        default=Value(State.CURRENT),
        output_field=CharField(),
    )
    return pages.annotate(
        **{
            synchronised: Subquery(source.values("last_updated_at")[:1]),
            live: Subquery(target.values("live")[:1]),
            published: Subquery(target.values("last_published_at")[:1]),
            name: state,
        }
    )


def states(keys: list, locale_id: int) -> dict:
    """The state in one language of the pages with these translation keys."""
    pages = in_language(originals(Page.objects.filter(translation_key__in=keys)), locale_id)
    return dict.fromkeys(keys, State.MISSING) | dict(pages.values_list("translation_key", "state"))


def of_page(page) -> PageTranslation:
    """The state of one published page in its own language."""

    def build() -> PageTranslation:
        state = states([page.translation_key], page.locale_id)[page.translation_key]
        original = None
        if state != State.SOURCE:
            source = TranslationSource.objects.filter(object_id=page.translation_key).only("locale_id").first()
            if source:
                original = Page.objects.filter(
                    translation_key=page.translation_key, locale_id=source.locale_id, live=True
                ).first()
        return PageTranslation(state, original.get_url() or "" if original else "")

    return cached(("translation-state", page.pk), build)
