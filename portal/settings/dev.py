"""Development and `make run`: DEBUG on, an SQLite database under var/, mails on the console."""

from portal.settings.base import *

DEBUG = True
VAR_DIR.mkdir(exist_ok=True)
SECRET_KEY = "only-for-development-and-tests-never-in-production"  # noqa: S105
ALLOWED_HOSTS = ["*"]
if not ELASTICSEARCH_URL:
    # No worker runs beside the development server then (bin/serve): what is put into the queue is done at once.
    TASKS = {"default": {"BACKEND": "django_tasks.backends.immediate.ImmediateBackend"}}
EMAIL_BACKEND = "django.core.mail.backends.console.EmailBackend"
STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
