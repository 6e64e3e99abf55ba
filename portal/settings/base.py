"""Settings shared by development, tests and production. docs/environment.md lists every variable."""

from pathlib import Path

from django.utils.csp import CSP
from django.utils.translation import gettext_lazy as _

from portal.settings import environment

BASE_DIR = Path(__file__).resolve().parent.parent.parent
VAR_DIR = BASE_DIR / "var"

INSTALLED_APPS = [
    "home",
    "learning",
    "methodbank",
    "portal",
    "wagtail_localize",
    "wagtail.locales",
    "wagtail.contrib.redirects",
    "wagtail.contrib.search_promotions",
    "wagtail.contrib.settings",
    "wagtail.embeds",
    "wagtail.sites",
    "wagtail.users",
    "wagtail.snippets",
    "wagtail.documents",
    "wagtail.images",
    "wagtail.search",
    "wagtail.admin",
    "wagtail",
    "search",  # after wagtail.search, whose signal handlers it replaces
    "django_tasks",
    "django_tasks_db",
    "modelcluster",
    "taggit",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.postgres",  # its index types; of no consequence on SQLite
    "django.contrib.staticfiles",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.middleware.gzip.GZipMiddleware",
    "portal.middleware.ContentVersionMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "portal.middleware.PortalLocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "portal.middleware.ContentSecurityPolicyMiddleware",
    "portal.middleware.NoNulMiddleware",
    "wagtail.contrib.redirects.middleware.RedirectMiddleware",
]

ROOT_URLCONF = "portal.urls"
WSGI_APPLICATION = "portal.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "django.template.context_processors.i18n",
                "portal.context_processors.portal",
            ],
            "builtins": ["portal.templatetags.portal_tags"],
        },
    }
]

DATABASES = {"default": environment.database(f"sqlite:///{VAR_DIR / 'portal.sqlite3'}")}
if DATABASES["default"]["ENGINE"] == "django.db.backends.sqlite3":
    DATABASES["default"]["OPTIONS"] = {
        # Readers go on while one writes, and a writer waits for its turn instead of failing.
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL;",
    }
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

AUTHENTICATION_BACKENDS = ["portal.auth.CachedPermissionsBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}"}
    for name in (
        "UserAttributeSimilarityValidator",
        "MinimumLengthValidator",
        "CommonPasswordValidator",
        "NumericPasswordValidator",
    )
]
LOGIN_URL = "login"
LOGIN_REDIRECT_URL = "/"
LOGOUT_REDIRECT_URL = "/"
WAGTAIL_FRONTEND_LOGIN_URL = "/login/"

# Languages that an administrator may add as locales. Which of them the portal has is data, not code.
LANGUAGE_CODE = "sv"
LANGUAGES = WAGTAIL_CONTENT_LANGUAGES = [
    ("sv", _("Swedish")),
    ("en", _("English")),
    ("fi", _("Finnish")),
    ("fit", _("Meänkieli")),
    ("se", _("Northern Sámi")),
    ("smj", _("Lule Sámi")),
]
WAGTAILADMIN_PERMITTED_LANGUAGES = [("sv", "Svenska"), ("en", "English")]
# `upstream` has what the installed packages lack (bin/upstream.py).
LOCALE_PATHS = [BASE_DIR / "locale", BASE_DIR / "locale" / "upstream"]
TIME_ZONE = WAGTAIL_USER_TIME_ZONES_DEFAULT = "Europe/Stockholm"
WAGTAIL_USER_TIME_ZONES = [TIME_ZONE]
USE_I18N = WAGTAIL_I18N_ENABLED = True
USE_TZ = True

STATIC_URL = "/static/"
STATIC_ROOT = VAR_DIR / "static"
MEDIA_URL = "/media/"
MEDIA_ROOT = Path(environment.text("MEDIA_ROOT", str(VAR_DIR / "media")))
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}

CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}

# A field may hold a long page, but not ten megabytes of pasted text.
DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 10_000

WAGTAILADMIN_LOGIN_URL = "/login/"
WAGTAIL_SITE_NAME = "Luleå innovation"
WAGTAILADMIN_BASE_URL = environment.address("PORTAL_ADDRESS", "http://localhost:8000")
WAGTAIL_ENABLE_UPDATE_CHECK = False
WAGTAIL_GRAVATAR_PROVIDER_URL = None
WAGTAIL_ENABLE_WHATS_NEW_BANNER = False
WAGTAILEMBEDS_FINDERS: list[dict] = []
WAGTAILIMAGES_IMAGE_MODEL = "portal.PortalImage"
WAGTAILIMAGES_IMAGE_FORM_BASE = "portal.image_forms.PortalImageForm"
WAGTAILIMAGES_EXTENSIONS = ["gif", "jpg", "jpeg", "png", "webp", "svg"]
WAGTAILIMAGES_MAX_UPLOAD_SIZE = 15 * 1024 * 1024
WAGTAILIMAGES_MAX_IMAGE_PIXELS = 24_000_000
WAGTAILDOCS_DOCUMENT_MODEL = "portal.PortalDocument"
WAGTAILDOCS_DOCUMENT_FORM_BASE = "portal.document_forms.PortalDocumentForm"
WAGTAILDOCS_EXTENSIONS = ["docx", "odp", "ods", "odt", "pdf", "pptx", "txt", "vtt", "xlsx"]
WAGTAILDOCS_SERVE_METHOD = "serve_view"
WAGTAILLOCALIZE_DISABLE_ON_DELETE_TREE_SYNC = False
# A translation is a draft until the translator publishes it: readers never meet half of one.
WAGTAILLOCALIZE_SYNC_LIVE_STATUS_ON_TRANSLATE = False
WAGTAILADMIN_RICH_TEXT_EDITORS = {
    "default": {
        "WIDGET": "wagtail.admin.rich_text.DraftailRichTextArea",
        "OPTIONS": {"features": ["bold", "italic", "ol", "ul", "link", "document-link"]},
    }
}
# The database is always searchable; Elasticsearch stands in front of it where there is one. See docs/search.md.
ELASTICSEARCH_URL = environment.address("ELASTICSEARCH_URL", "")
_vendor = "sqlite" if DATABASES["default"]["ENGINE"].endswith("sqlite3") else "postgresql"
_database_search = {"BACKEND": f"search.backends.{_vendor}"}
WAGTAILSEARCH_BACKENDS = {"default": _database_search}
if ELASTICSEARCH_URL:
    WAGTAILSEARCH_BACKENDS = {
        "default": {
            "BACKEND": "search.backends.elasticsearch",
            "URL": ELASTICSEARCH_URL,
            "INDEX": environment.text("ELASTICSEARCH_INDEX", "portal"),
        },
        "database": _database_search,
    }
EMAIL_TIMEOUT = 20  # seconds that a mail server is waited for
TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}

# The readers' pages. The admin, which is not ours to change, has a wider one (portal/middleware.py).
SECURE_CSP = {
    "default-src": [CSP.SELF],
    "img-src": [CSP.SELF, "data:"],
    "object-src": [CSP.NONE],
    "base-uri": [CSP.SELF],
    "form-action": [CSP.SELF],
    "frame-ancestors": [CSP.SELF],
}
CSRF_FAILURE_VIEW = "portal.views.form_too_old"
X_FRAME_OPTIONS = "SAMEORIGIN"
SECURE_REFERRER_POLICY = "same-origin"

# How long what is known of people is kept (portal/retention.py); `manage.py purge` deletes by it.
RETENTION = {
    "practical_needs": (environment.integer("KEEP_PRACTICAL_NEEDS_DAYS", 14, maximum=365), "days"),
    "registrations": (environment.integer("KEEP_REGISTRATIONS_MONTHS", 24, minimum=1, maximum=240), "months"),
    "progress": (environment.integer("KEEP_PROGRESS_MONTHS", 24, minimum=1, maximum=240), "months"),
    "reflections": (environment.integer("KEEP_REFLECTIONS_MONTHS", 24, minimum=1, maximum=240), "months"),
    "completions": (environment.integer("KEEP_COMPLETIONS_MONTHS", 60, minimum=1, maximum=600), "months"),
    "coach_requests": (environment.integer("KEEP_COACH_REQUESTS_MONTHS", 24, minimum=1, maximum=240), "months"),
    "story_tips": (environment.integer("KEEP_STORY_TIPS_MONTHS", 12, minimum=1, maximum=240), "months"),
    "feedback": (environment.integer("KEEP_FEEDBACK_MONTHS", 24, minimum=1, maximum=240), "months"),
    # The search desk looks back 90 days, popular queries are those of 30.
    "searches": (environment.integer("KEEP_SEARCHES_DAYS", 90, minimum=30, maximum=3_650), "days"),
    "mails": (environment.integer("KEEP_MAILS_DAYS", 90, minimum=30, maximum=3_650), "days"),
    "deletion_log": (environment.integer("KEEP_DELETION_LOG_MONTHS", 36, minimum=1, maximum=600), "months"),
}

LOG_LEVEL = environment.choice("LOG_LEVEL", "INFO", ["DEBUG", "INFO", "WARNING", "ERROR"])
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"plain": {"format": "%(asctime)s %(levelname)s %(name)s %(message)s"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "plain"}},
    # Every index update and every publication would be a line.
    "loggers": {
        **{name: {"level": "WARNING"} for name in ("django_tasks", "wagtail", "modelsearch")},
        # What it says of every failure, search says once.
        "elastic_transport": {"level": "ERROR"},
    },
    "root": {
        "handlers": ["console"],
        "level": LOG_LEVEL,
    },
}
