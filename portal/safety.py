"""The example users sign in with a password that everybody knows; no production may have them."""

from django.contrib.auth import get_user_model
from django.core.exceptions import ImproperlyConfigured

EXAMPLE_PASSWORD = "prova-fritt-2040"  # noqa: S105 it is no secret: `make run` prints it


def refuse_example_users() -> None:
    """Stops a start where an example user could sign in."""
    names = [user.get_username() for user in get_user_model().objects.filter(is_active=True) if _is_example(user)]
    if names:
        raise ImproperlyConfigured(
            "These users have the example content's password: "
            f"{', '.join(names)}. Run manage.py remove_example, or give them other passwords, before you start."
        )


def _is_example(user) -> bool:
    return user.groups.filter(name="Exempelanvändare").exists() and user.check_password(EXAMPLE_PASSWORD)
