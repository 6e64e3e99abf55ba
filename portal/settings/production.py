"""Production: every secret and address from the environment, secure cookies, hashed static files."""

from portal.settings.base import *

DEBUG = False
SECRET_KEY = environment.text("SECRET_KEY")
if len(SECRET_KEY) < 32:
    raise environment.ImproperlyConfigured(
        "The environment variable SECRET_KEY is too short: use at least 32 random characters."
    )
environment.text("DATABASE_URL")
environment.address("PORTAL_ADDRESS")
ALLOWED_HOSTS = environment.hosts("ALLOWED_HOSTS")
CSRF_TRUSTED_ORIGINS = [WAGTAILADMIN_BASE_URL]

SECURE_SSL_REDIRECT = environment.flag("SECURE_SSL_REDIRECT", default=True)
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
SECURE_HSTS_SECONDS = environment.integer("SECURE_HSTS_SECONDS", 31_536_000)
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = SECURE_SSL_REDIRECT

EMAIL_HOST = environment.text("EMAIL_HOST", "localhost")
EMAIL_PORT = environment.integer("EMAIL_PORT", 25, minimum=1, maximum=65_535)
EMAIL_HOST_USER = environment.text("EMAIL_HOST_USER", "")
EMAIL_HOST_PASSWORD = environment.text("EMAIL_HOST_PASSWORD", "")
EMAIL_USE_TLS = environment.flag("EMAIL_USE_TLS")
DEFAULT_FROM_EMAIL = SERVER_EMAIL = environment.text("DEFAULT_FROM_EMAIL", "innovation@localhost")
