"""Those who use the portal in browser tests, one for each role."""

PASSWORD = "bara-for-prov-4711"

ROLES = {
    "anna": "Kommunikatörer",
    "bo": "Chefredaktörer",
    "cilla": "Översättare",
    "dag": None,
}


def create() -> None:
    """Creates them; runs in the portal's own process."""
    from django.contrib.auth import get_user_model
    from django.contrib.auth.models import Group

    for username, group in ROLES.items():
        user = get_user_model().objects.create_user(username, f"{username}@example.lulea.se", PASSWORD)
        user.first_name = username.capitalize()
        user.save()
        if group:
            user.groups.add(Group.objects.get(name=group))
