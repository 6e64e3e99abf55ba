"""WSGI entry point: what gunicorn serves."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portal.settings.production")

application = get_wsgi_application()

from django.conf import settings  # noqa: E402 it needs the application

from portal.safety import refuse_example_users  # noqa: E402

if not settings.DEBUG:
    refuse_example_users()
