"""What the portal adds to the editor's work in Wagtail's admin."""
