"""What the portal adds to the admin."""

from django.contrib import messages
from django.templatetags.static import static
from django.urls import path, reverse
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.admin.userbar import ContentCheckerItem
from wagtail.permission_policies.pages import PagePermissionPolicy

from portal import aliases  # noqa: F401 registers its hook
from portal.editing import deletions, feedback, feedback_reports, guide, reviews, translations
from portal.editing.dashboard import WaitingPanel
from portal.editing.people import PersonChooserViewSet
from portal.editing.plain_language import check_page
from portal.models import BasePage


@hooks.register("after_create_page")
@hooks.register("after_edit_page")
def show_warnings(request, page) -> None:
    """Says what an editor should look at, when the page was saved by hand: it stops nothing."""
    saved_by_itself = request.headers.get("accept", "").startswith("application/json")
    if not isinstance(page, BasePage) or saved_by_itself:
        return
    for warning in page.warnings():
        messages.warning(request, warning)
    language = check_page(page)
    count = len(language.findings) + language.hard
    if count:
        text = ngettext(
            "%(count)d place could be said more plainly: see the tab Check.",
            "%(count)d places could be said more plainly: see the tab Check.",
            count,
        )
        messages.warning(request, text % {"count": count})


def _report(address: str, name: str, view) -> list:
    """The addresses of a report and of its results alone."""
    return [
        path(f"reports/{address}/", view.as_view(), name=name),
        path(f"reports/{address}/results/", view.as_view(results_only=True), name=f"{name}_results"),
    ]


@hooks.register("register_admin_urls")
def admin_urls():
    report, states = reviews.ReviewReport, translations.TranslationsReport
    return [
        *_report("feedback", "feedback_report", feedback_reports.FeedbackReport),
        *_report("feedback-pages", "feedback_pages_report", feedback_reports.FeedbackPagesReport),
        *_report("deletions", "deletions_report", deletions.DeletionReport),
        path("reports/feedback/<int:answer_id>/dealt/", feedback.dealt_with, name="feedback_dealt"),
        path("reports/reviews/", report.as_view(), name="reviews_report"),
        path("reports/reviews/results/", report.as_view(results_only=True), name="reviews_report_results"),
        path("reports/translation-states/", states.as_view(), name="translation_states_report"),
        path(
            "reports/translation-states/results/",
            states.as_view(results_only=True),
            name="translation_states_report_results",
        ),
        path(
            "reports/translation-states/<int:page_id>/<str:code>/",
            translations.translation_changes,
            name="translation_changes",
        ),
        path("pages/<int:page_id>/reviewed/", reviews.reviewed, name="page_reviewed"),
        path("guide/", guide.guide, name="editors_guide"),
        path("guide/pictures/<path:name>", guide.picture, name="editors_guide_picture"),
    ]


class PageReportMenuItem(MenuItem):
    """A report for those who work with pages."""

    def is_shown(self, request):
        return PagePermissionPolicy().user_has_any_permission(request.user, ["add", "change", "publish"])


@hooks.register("register_reports_menu_item")
def reviews_menu_item():
    return PageReportMenuItem(_("Review"), reverse("reviews_report"), icon_name="calendar-check", order=10)


@hooks.register("register_reports_menu_item")
def translations_menu_item():
    url = reverse("translation_states_report")
    return PageReportMenuItem(_("Translations"), url, name="translation-states", icon_name="globe", order=20)


class FeedbackMenuItem(MenuItem):
    """For those who have pages to look after."""

    def is_shown(self, request):
        return feedback.may_see(request.user)


class DeletionsMenuItem(MenuItem):
    """For administrators."""

    def is_shown(self, request):
        return request.user.has_perm("portal.view_deletionlog")


@hooks.register("register_reports_menu_item")
def feedback_menu_item():
    return FeedbackMenuItem(_("What readers say"), reverse("feedback_report"), icon_name="comment", order=15)


@hooks.register("register_reports_menu_item")
def deletions_menu_item():
    return DeletionsMenuItem(_("Deletion log"), reverse("deletions_report"), icon_name="bin", order=900)


@hooks.register("construct_reports_menu")
def one_translations_report(request, menu_items) -> None:
    """wagtail-localize's own report knows only what was submitted, ours every page."""
    menu_items[:] = [item for item in menu_items if item.url != reverse("wagtail_localize:translations_report")]


@hooks.register("register_help_menu_item")
def guide_menu_item():
    return MenuItem(_("Editors' guide"), reverse("editors_guide"), icon_name="help", order=10)


@hooks.register("construct_help_menu")
def only_our_guide(request, menu_items) -> None:
    """Wagtail's own guide and news are in English, about another installation, and on the internet."""
    elsewhere = ("editor-guide", "whats-new-in-wagtail")
    menu_items[:] = [item for item in menu_items if not item.name.startswith(elsewhere)]


@hooks.register("register_admin_viewset")
def people():
    return PersonChooserViewSet("people", url_prefix="people/choose")


@hooks.register("insert_global_admin_css")
def admin_styles():
    return format_html('<link rel="stylesheet" href="{}">', static("portal/css/admin.css"))


@hooks.register("insert_editor_js")
def editor_script():
    return format_html('<script src="{}" type="module"></script>', static("portal/js/editor.js"))


@hooks.register("construct_homepage_panels")
def what_waits(request, panels) -> None:
    panels.append(WaitingPanel())


@hooks.register("register_log_actions")
def log_actions(actions) -> None:
    actions.register_action("portal.review", _("Review"), _("Reviewed: still right"))


class EveryRule(ContentCheckerItem):
    """Wagtail's checker with all of axe's rules for WCAG 2.2 AA, not only the ten that it comes with."""

    axe_run_only = None
    axe_rules = {"region": {"enabled": False}}  # judges the user bar, which is Wagtail's
    # Every page has a summary; it is the description where an editor gives no other.
    axe_custom_rules = [rule for rule in ContentCheckerItem.axe_custom_rules if rule["id"] != "empty-meta-description"]


@hooks.register("construct_wagtail_userbar")
def every_rule(request, items, page) -> None:
    items[:] = [EveryRule() if isinstance(item, ContentCheckerItem) else item for item in items]
