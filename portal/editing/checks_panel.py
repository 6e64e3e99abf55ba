"""The tab where an editor sees what could be better, before readers do."""

from wagtail.admin.panels import Panel

from portal.editing.plain_language import check_page


class ChecksPanel(Panel):
    """What the page lacks and how plain its language is, as of the last time it was opened or saved."""

    class BoundPanel(Panel.BoundPanel):
        template_name = "editing/checks_panel.html"

        def get_context_data(self, parent_context=None):
            context = super().get_context_data(parent_context)
            page = self.instance
            if page.pk:
                context |= {"warnings": page.warnings(), "language": check_page(page)}
            return context
