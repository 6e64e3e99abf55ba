"""Reads environment variables; a missing or malformed one stops with a sentence that says which and why."""

import os
from urllib.parse import urlsplit

import dj_database_url
from django.core.exceptions import ImproperlyConfigured


def text(name: str, default: str | None = None) -> str:
    """The variable's value; without a default it must be there and not be empty."""
    value = os.environ.get(name, "").strip()
    if value:
        return value
    if default is None:
        raise ImproperlyConfigured(f"The environment variable {name} is missing. See docs/environment.md.")
    return default


def words(name: str, default: str | None = None) -> list[str]:
    """A comma-separated list without empty parts."""
    return [word.strip() for word in text(name, default).split(",") if word.strip()]


def choice(name: str, default: str, values: list[str]) -> str:
    """One of the values, in capitals or not."""
    value = text(name, default).upper()
    if value not in values:
        raise ImproperlyConfigured(
            f"The environment variable {name} must be one of {', '.join(values)}, not “{value}”."
        )
    return value


def hosts(name: str) -> list[str]:
    """Host names with commas: at least one, and names only, without https:// or a path."""
    found = words(name)
    if not found or any("/" in host for host in found):
        raise ImproperlyConfigured(
            f"The environment variable {name} must be host names with commas, such as innovation.example.se, "
            f"not “{text(name)}”."
        )
    return found


def integer(name: str, default: int, *, minimum: int = 0, maximum: int | None = None) -> int:
    """A whole number of at least `minimum`, and at most `maximum`."""
    value = text(name, str(default))
    try:
        number = int(value)
    except ValueError:
        number = minimum - 1
    if number < minimum or (maximum is not None and number > maximum):
        span = f"of at least {minimum}" if maximum is None else f"from {minimum} to {maximum}"
        raise ImproperlyConfigured(f"The environment variable {name} must be a whole number {span}, not “{value}”.")
    return number


def flag(name: str, default: bool = False) -> bool:
    """`1`, `true`, `yes` or `on` are true; `0`, `false`, `no` or `off` are false."""
    value = text(name, "1" if default else "0").lower()
    if value in {"1", "true", "yes", "on"}:
        return True
    if value in {"0", "false", "no", "off"}:
        return False
    raise ImproperlyConfigured(f"The environment variable {name} must be 1 or 0, not “{value}”.")


def address(name: str, default: str | None = None) -> str:
    """An absolute http or https address, without a slash at its end; empty when the default is."""
    value = text(name, default).rstrip("/")
    try:
        parts = urlsplit(value)
        valid = not value or (parts.scheme in {"http", "https"} and bool(parts.hostname))
    except ValueError:
        valid = False
    if not valid:
        raise ImproperlyConfigured(
            f"The environment variable {name} must be an address such as https://innovation.example.se, not “{value}”."
        )
    return value


def database(default: str) -> dict:
    """`DATABASE_URL` as Django's settings for one database: postgres://… or sqlite:///…."""
    value = text("DATABASE_URL", default)
    try:
        config = dj_database_url.parse(value, conn_max_age=60, conn_health_checks=True)
    except (ValueError, KeyError) as error:
        config = {"ENGINE": "", "error": error}
    if config["ENGINE"] not in {"django.db.backends.postgresql", "django.db.backends.sqlite3"}:
        raise ImproperlyConfigured(
            "The environment variable DATABASE_URL must begin with postgres:// or sqlite:/// "
            "and be a well-formed address."
        )
    return config
