"""What learning and coach support add to the admin."""

from learning.admin import coaches  # noqa: F401 registers its views
