"""What the portal adds to the admin."""

from portal import aliases  # noqa: F401 registers its hook
