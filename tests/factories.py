"""Makes what tests need, with as little as is valid."""

import factory
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group
from wagtail.models import Locale, Page

from methodbank.models import (
    Dimension,
    MethodIndexPage,
    MethodPage,
    MethodProblemType,
    Phase,
    ProblemType,
    StoryIndexPage,
    StoryPage,
)


def source() -> Locale:
    """The source language."""
    return Locale.objects.get(language_code="sv")


class UserFactory(factory.django.DjangoModelFactory):
    """A user; `groups` are names."""

    class Meta:
        model = get_user_model()
        skip_postgeneration_save = True

    username = factory.Sequence("anvandare-{}".format)
    first_name = "Test"
    last_name = factory.Sequence("Person {}".format)
    email = factory.LazyAttribute(lambda user: f"{user.username}@example.lulea.se")

    @factory.post_generation
    def groups(self, create, extracted, **kwargs):
        if extracted:
            self.groups.set(Group.objects.filter(name__in=extracted))


def stream(*items) -> list[dict]:
    """A StreamField's value with ids, as the editor saves it."""
    import json
    import uuid

    def ids(value):
        if isinstance(value, list):
            return [{"type": "item", "value": ids(item), "id": str(uuid.uuid4())} for item in value]
        if isinstance(value, dict):
            return {key: ids(item) for key, item in value.items()}
        return value

    return json.dumps(
        [{"type": kind, "value": ids(value), "id": str(uuid.uuid4())} for kind, value in items], default=str
    )


STEP = {
    "title": "Skriv tyst",
    "minutes": 10,
    "grouping": "alone",
    "instruction": "<p>Skriv i tystnad.</p>",
    "say": "",
    "tip": "",
    "image": None,
    "image_alt": "",
}


def method(parent: Page | None = None, *, live: bool = True, **values) -> MethodPage:
    """A method below the method bank."""
    number = MethodPage.objects.count() + 1
    phase, dimension = (
        Phase.objects.get(code="ideate", locale=source()),
        Dimension.objects.get(code="culture", locale=source()),
    )
    defaults = {
        "title": f"Metod {number}",
        "slug": f"metod-{number}",
        "summary": "En metod för prov.",
        "why": "Den fungerar.",
        "outcomes": stream(("item", "En lista")),
        "when_to_use": stream(("item", "När ni har tid")),
        "when_not_to_use": stream(("item", "När det brinner")),
        "run_minutes_min": 20,
        "run_minutes_max": 20,
        "participants_min": 3,
        "participants_max": 8,
        "settings": ["on_site"],
        "steps": stream(("step", STEP), ("step", {**STEP, "title": "Läs upp"})),
        "primary_phase": phase,
        "locale": source(),
        "live": live,
    }
    page = MethodPage(**{**defaults, **values})
    page.phases = values.get("phases", [phase])
    page.dimensions = [dimension]
    page.problem_type_fits = [
        MethodProblemType(problem_type=ProblemType.objects.get(code="complex", locale=source()), fit=3)
    ]
    parent = parent or MethodIndexPage.objects.filter(locale=source()).first()
    parent.add_child(instance=page)
    if live:
        page.save_revision().publish()
    return type(page).objects.get(pk=page.pk)


def story(parent: Page | None = None, *, live: bool = True, **values) -> StoryPage:
    """A story below the list of stories."""
    number = StoryPage.objects.count() + 1
    defaults = {
        "title": f"Berättelse {number}",
        "slug": f"berattelse-{number}",
        "summary": "En berättelse för prov.",
        "challenge": "<p>Det var svårt.</p>",
        "approach": "<p>Vi prövade.</p>",
        "lessons": "<p>Vi lärde oss.</p>",
        "locale": source(),
        "live": live,
    }
    page = StoryPage(**{**defaults, **values})
    parent = parent or StoryIndexPage.objects.filter(locale=source()).first()
    parent.add_child(instance=page)
    if live:
        page.save_revision().publish()
    return type(page).objects.get(pk=page.pk)
