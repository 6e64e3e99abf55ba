"""The test suite: as development, but quick password hashes, a media folder of its own and no DEBUG."""

import tempfile

from portal.settings.dev import *

DEBUG = False
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
MEDIA_ROOT = Path(environment.text("MEDIA_ROOT", "") or tempfile.mkdtemp(prefix="portal-test-media-"))
TASKS = {"default": {"BACKEND": "django_tasks.backends.immediate.ImmediateBackend"}}
# Ordinary tests leave Elasticsearch alone; those of search bring an index of their own (tests/search/conftest.py).
WAGTAILSEARCH_BACKENDS = {"default": WAGTAILSEARCH_BACKENDS.get("database", WAGTAILSEARCH_BACKENDS["default"])}
LOGGING["root"]["level"] = "WARNING"
WHITENOISE_AUTOREFRESH = WHITENOISE_USE_FINDERS = True
