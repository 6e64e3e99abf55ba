"""What the health address says beside the database. Apps add their part when they are ready."""

from collections.abc import Callable

CHECKS: dict[str, Callable[[], str]] = {}  # a name, and what says “ok” or “degraded” quickly
