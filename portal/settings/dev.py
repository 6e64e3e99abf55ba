"""Development and `make run`: DEBUG on, an SQLite database under var/, mails on the console."""

from portal.settings.base import *

DEBUG = True
VAR_DIR.mkdir(exist_ok=True)
SECRET_KEY = "only-for-development-and-tests-never-in-production"  # noqa: S105
ALLOWED_HOSTS = ["*"]
EMAIL_BACKEND = "django.core.mail.backends.console.EmailBackend"
STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
