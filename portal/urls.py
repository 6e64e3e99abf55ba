from django.conf.urls.i18n import i18n_patterns
from django.contrib.auth import views as auth_views
from django.urls import include, path, re_path
from wagtail import urls as wagtail_urls
from wagtail.admin import urls as wagtailadmin_urls
from wagtail.admin.auth import require_admin_access
from wagtail.documents import urls as wagtaildocs_urls

from methodbank.views import story_tip, story_tip_thanks
from portal import my_data, routing, views
from portal.aliases import SubmitPageTranslation
from portal.feedback_views import page_feedback
from search import views as search
from search.clicks import click

urlpatterns = [
    path("admin/localize/submit/page/<int:page_id>/", require_admin_access(SubmitPageTranslation.as_view())),
    path("admin/", include(wagtailadmin_urls)),
    path("documents/", include(wagtaildocs_urls)),
    path("health/", views.health, name="health"),
    path("theme.css", views.theme, name="theme"),
    path("media/<path:path>", views.media),
    path("login/", auth_views.LoginView.as_view(template_name="pages/login.html"), name="login"),
    path("search/click/", click, name="search_click"),
    path("logout/", auth_views.LogoutView.as_view(), name="logout"),
]

urlpatterns += i18n_patterns(
    path("search/", search.search, name="search"),
    path("search/suggest/", search.suggestions, name="search_suggest"),
    path("search/to/<int:entry>/", search.go_to, name="search_to"),
    path("search/missing/", search.missing, name="search_missing"),
    path("opensearch.xml", search.opensearch, name="opensearch"),
    path("feedback/<int:page_id>/", page_feedback, name="page_feedback"),
    path("my-data/", my_data.my_data, name="my_data"),
    path("my-data/export/", my_data.export, name="my_data_export"),
    path("my-data/delete/<slug:name>/", my_data.erase, name="my_data_delete"),
    path("story-tip/", story_tip, name="story_tip"),
    path("story-tip/thanks/", story_tip_thanks, name="story_tip_thanks"),
    path("learning/", include("learning.urls.courses")),
    path("occasions/", include("learning.urls.occasions")),
    path("coaching/", include("learning.urls.coaching")),
    re_path(wagtail_urls.serve_pattern, routing.serve),
    path("", include(wagtail_urls)),
)

handler400 = "portal.views.bad_request"
handler403 = "portal.views.forbidden"
handler404 = "portal.views.not_found"
handler500 = "portal.views.server_error"
