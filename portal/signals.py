"""Published content that changes raises the content's version. See `portal.content_cache`."""

from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group
from django.db.models.signals import m2m_changed, post_delete, post_save
from wagtail.contrib.settings.models import BaseGenericSetting
from wagtail.documents.models import AbstractDocument
from wagtail.images.models import AbstractImage
from wagtail.models import Collection, Locale, Page, PageViewRestriction, Site, TranslatableMixin
from wagtail.signals import page_published, page_slug_changed, page_unpublished, post_page_move

from portal.content_cache import changed
from portal.personal_kinds import note_removed_account

SHOWN = (
    AbstractDocument,
    AbstractImage,
    BaseGenericSetting,
    Collection,
    Group,
    Locale,
    PageViewRestriction,
    Site,
)


def _changed(**kwargs) -> None:
    changed()


def _saved_or_deleted(sender, instance, **kwargs) -> None:
    shown = isinstance(instance, SHOWN)
    snippet = isinstance(instance, TranslatableMixin) and not isinstance(instance, Page)
    page = isinstance(instance, Page) and (instance.live or "created" not in kwargs)
    if (shown or snippet or page) and not kwargs.get("raw"):
        changed()


for signal in (page_published, page_unpublished, page_slug_changed, post_page_move):
    signal.connect(_changed, dispatch_uid="portal_content_version")
post_save.connect(_saved_or_deleted, dispatch_uid="portal_content_version")
post_delete.connect(_saved_or_deleted, dispatch_uid="portal_content_version")
for through in (
    PageViewRestriction.groups.through,
    Group.permissions.through,
    get_user_model().groups.through,
    get_user_model().user_permissions.through,
):
    m2m_changed.connect(_changed, sender=through, dispatch_uid="portal_content_version")
post_delete.connect(note_removed_account, sender=get_user_model(), dispatch_uid="portal_removed_account")
