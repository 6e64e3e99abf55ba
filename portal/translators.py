"""Translators publish in the languages that are translated to, and only there."""

from django.contrib.auth.models import Group, Permission
from django.db.models.signals import post_save
from wagtail.models import GroupPagePermission, Locale, Page


def open_language_tree(sender, instance, created, raw=False, **kwargs) -> None:
    """Lets those who may submit translations publish below the start page of a new language."""
    if not created or raw or not isinstance(instance, Page) or instance.depth != 2:
        return
    if instance.locale_id == Locale.get_default().pk:
        return
    publish = Permission.objects.get(content_type__app_label="wagtailcore", codename="publish_page")
    groups = Group.objects.filter(permissions__codename="submit_translation").distinct()
    for group in groups:
        GroupPagePermission.objects.get_or_create(group=group, page_id=instance.pk, permission=publish)


post_save.connect(open_language_tree, dispatch_uid="portal_open_language_tree")
