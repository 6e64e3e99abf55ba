"""Signing in."""

from django.contrib.auth.backends import ModelBackend

from portal.content_cache import cached


class CachedPermissionsBackend(ModelBackend):
    """Django's backend, with a user's permissions kept until a permission, a group or a membership changes.

    Every page asks whether the reader may edit, which otherwise costs two queries. Whether the user is active or a
    superuser is still read with each request.
    """

    def _get_permissions(self, user_obj, obj, from_name):
        if obj is not None or not user_obj.is_active or user_obj.is_anonymous or user_obj.is_superuser:
            return super()._get_permissions(user_obj, obj, from_name)
        read = super()._get_permissions
        return set(cached(("permissions", user_obj.pk, from_name), lambda: read(user_obj, None, from_name)))
