"""What learning and coach support add to the admin."""

from learning.admin import coach_desk, coaches, keeping, occasions  # noqa: F401 registers their views and hooks
