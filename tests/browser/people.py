"""Those who use the portal in browser tests, one for each role."""

PASSWORD = "bara-for-prov-4711"

ROLES = {
    "anna": "Kommunikatörer",
    "bo": "Chefredaktörer",
    "cilla": "Översättare",
    "dag": None,
    "eva": "Kursledare",
    "fia": None,
    "erik": None,
    "edda": None,
    "frej": "Innovationscoacher",
    "gro": "Coachsamordnare",
    "hedda": "Sökansvarig",
}


def create() -> None:
    """Creates them; runs in the portal's own process."""
    from django.contrib.auth import get_user_model
    from django.contrib.auth.models import Group

    from learning.models import Coach

    for username, group in ROLES.items():
        user = get_user_model().objects.create_user(username, f"{username}@example.lulea.se", PASSWORD)
        user.first_name = username.capitalize()
        user.save()
        if group:
            user.groups.add(Group.objects.get(name=group))
    coach = Coach.objects.get(name="Tjänstedesigner")
    frej = get_user_model().objects.get(username="frej")
    Coach.objects.filter(translation_key=coach.translation_key).update(user=frej)
    _reflect(get_user_model().objects.get(username="erik"))


def _reflect(user) -> None:
    """Something written in a lesson."""
    import uuid

    from learning.models import LessonPage, Reflection

    lesson = LessonPage.objects.live().first()
    Reflection.objects.create(
        user=user,
        course=lesson.get_parent().translation_key,
        lesson=lesson.translation_key,
        block=uuid.uuid4(),
        text="Jag tänker bäst i skogen.",
    )

    from tests.browser import occasions

    occasions.create()
