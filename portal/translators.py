"""Translators edit and publish in the languages that are translated to, and only there."""

from django.contrib.auth import get_permission_codename
from django.contrib.auth.models import Group, Permission
from django.core.exceptions import PermissionDenied
from django.db.models.signals import post_save
from wagtail import hooks
from wagtail.models import GroupPagePermission, Locale, Page, TranslatableMixin


def open_language_tree(sender, instance, created, raw=False, **kwargs) -> None:
    """Lets those who may submit translations edit and publish below the start page of a new language."""
    if not created or raw or not isinstance(instance, Page) or instance.depth != 2:
        return
    if instance.locale_id == Locale.get_default().pk:
        return
    rights = Permission.objects.filter(
        content_type__app_label="wagtailcore", codename__in=["change_page", "publish_page"]
    )
    groups = Group.objects.filter(permissions__codename="submit_translation").distinct()
    for group in groups:
        for right in rights:
            GroupPagePermission.objects.get_or_create(group=group, page_id=instance.pk, permission=right)


def may_only_translate(user, model: type) -> bool:
    """Whether a user may change a model for the sake of its translations alone: a translator is no author."""
    add = get_permission_codename("add", model._meta)
    return user.has_perm("wagtail_localize.submit_translation") and not user.has_perm(f"{model._meta.app_label}.{add}")


@hooks.register("before_edit_snippet")
def originals_are_not_for_translators(request, instance) -> None:
    """Raises PermissionDenied where a translator opens an original; the admin answers with a message."""
    original = isinstance(instance, TranslatableMixin) and instance.locale_id == Locale.get_default().pk
    if original and may_only_translate(request.user, type(instance)):
        raise PermissionDenied


post_save.connect(open_language_tree, dispatch_uid="portal_open_language_tree")
