"""What the portal adds to the admin."""

from django.contrib import messages
from wagtail import hooks

from portal import aliases  # noqa: F401 registers its hook
from portal.models import BasePage


@hooks.register("after_create_page")
@hooks.register("after_edit_page")
def show_warnings(request, page) -> None:
    """Says what an editor should look at, when the page was saved by hand: it stops nothing."""
    saved_by_itself = request.headers.get("accept", "").startswith("application/json")
    if isinstance(page, BasePage) and not saved_by_itself:
        for warning in page.warnings():
            messages.warning(request, warning)
