"""WSGI entry point: what gunicorn serves."""

import os
import sys

from django.core.exceptions import ImproperlyConfigured
from django.core.wsgi import get_wsgi_application

BOOT_ERROR = 3  # gunicorn's exit code for “do not try again”


def _start():
    """The application; where it may not start, one sentence on standard error says why."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portal.settings.production")
    try:
        application = get_wsgi_application()
        from django.conf import settings

        from portal.safety import refuse_example_users

        if not settings.DEBUG:
            refuse_example_users()
    except ImproperlyConfigured as error:
        sys.stderr.write(f"{error}\n")
        sys.exit(BOOT_ERROR)
    return application


application = _start()
