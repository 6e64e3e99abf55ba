"""The editor's first page: what waits for whom."""

from wagtail.admin.ui.components import Component
from wagtail.models import Page
from wagtail.permission_policies.pages import PagePermissionPolicy

from portal.editing.feedback import new_texts_on_own_pages
from portal.editing.reviews import to_review_by
from portal.editing.translations import annotate_states, state_name, target_languages
from portal.translation_state import State

MOST = 5


class WaitingPanel(Component):
    """The signed-in person's pages that are due for review; what readers wrote
    about them; for translators, what is outdated or missing."""

    name = "waiting"
    order = 90
    template_name = "editing/waiting_panel.html"

    def get_context_data(self, parent_context):
        request = parent_context["request"]
        reviews = to_review_by(request.user)
        context = {"request": request, "reviews": reviews[:MOST], "review_count": reviews.count(), "languages": []}
        texts = new_texts_on_own_pages(request.user)
        context |= {"texts": texts[:MOST], "text_count": texts.count()}
        if request.user.has_perm("wagtail_localize.submit_translation"):
            pages = annotate_states(Page.objects.filter(live=True, depth__gt=1))
            for language in target_languages():
                outdated = pages.filter(**{state_name(language): State.OUTDATED})
                missing = pages.filter(**{state_name(language): State.MISSING})
                context["languages"].append(
                    {"language": language, "outdated": outdated.count(), "missing": missing.count()}
                )
        context["may_explore"] = PagePermissionPolicy().explorable_root_instance(request.user) is not None
        return context
