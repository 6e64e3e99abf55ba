"""Makes courses and what belongs to them, with as little as is valid."""

import json
import uuid
from datetime import datetime, timedelta

from django.utils import timezone
from wagtail.models import Locale, Page

from home.models import HomePage
from learning.models import (
    Coach,
    CourseIndexPage,
    CourseOccasion,
    CoursePage,
    LearningPathPage,
    LessonPage,
    OccasionSession,
    PathItem,
    Registration,
)
from learning.models.choices import OccasionStatus, RegistrationStatus
from tests.factories import source, stream


def _published(parent: Page, page: Page, live: bool) -> Page:
    parent.add_child(instance=page)
    if live:
        page.save_revision().publish()
    return type(page).objects.get(pk=page.pk)


def course_index() -> CourseIndexPage:
    """The list of courses: that of the example content, or else a new one."""
    found = CourseIndexPage.objects.filter(locale=source()).first()
    if found:
        return found
    page = CourseIndexPage(title="Utbildningar", slug="utbildningar", summary="Alla kurser.", locale=source())
    return _published(HomePage.objects.get(locale=source()), page, True)


def course(parent: Page | None = None, *, live: bool = True, **values) -> CoursePage:
    """A digital course without lessons, completed when all its lessons are."""
    number = CoursePage.objects.count() + 1
    defaults = {
        "title": f"Kurs {number}",
        "slug": f"kurs-{number}",
        "summary": "En kurs för prov.",
        "intro": "<p>För alla.</p>",
        "goals": stream(("item", "pröva något nytt")),
        "locale": source(),
        "live": live,
    }
    return _published(parent or course_index(), CoursePage(**{**defaults, **values}), live)


def lesson(of: CoursePage, *, live: bool = True, **values) -> LessonPage:
    """A lesson, last in the course."""
    number = LessonPage.objects.count() + 1
    defaults = {
        "title": f"Lektion {number}",
        "slug": f"lektion-{number}",
        "summary": "En lektion för prov.",
        "body": stream(("text", "<p>Läs det här.</p>")),
        "minutes": 10,
        "locale": of.locale,
        "live": live,
    }
    return _published(CoursePage.objects.get(pk=of.pk), LessonPage(**{**defaults, **values}), live)


def learning_path(*pages: Page, live: bool = True, **values) -> LearningPathPage:
    """A path through the pages, in their order."""
    number = LearningPathPage.objects.count() + 1
    defaults = {
        "title": f"Lärstig {number}",
        "slug": f"larstig-{number}",
        "summary": "En lärstig för prov.",
        "intro": "<p>För alla.</p>",
        "locale": source(),
        "live": live,
    }
    path = LearningPathPage(**{**defaults, **values})
    path.items = [
        PathItem(page=page, why="Den hör hit.", locale=path.locale, sort_order=number)
        for number, page in enumerate(pages)
    ]
    return _published(course_index(), path, live)


def _items(*values) -> list[dict]:
    return [{"type": "item", "value": value, "id": str(uuid.uuid4())} for value in values]


def _options(*options: tuple[str, bool]) -> list[dict]:
    return _items(*({"text": text, "correct": right, "feedback": f"Om {text}."} for text, right in options))


def single(*options: tuple[str, bool], question: str = "Vad är rätt?") -> dict:
    """A question with one right answer."""
    value = {"question": question, "options": _options(*options or (("Rätt", True), ("Fel", False)))}
    return {"type": "single", "value": value, "id": str(uuid.uuid4())}


def multiple(*options: tuple[str, bool], question: str = "Vilka är rätt?") -> dict:
    """A question with several right answers."""
    options = options or (("Ett", True), ("Två", True), ("Tre", False))
    return {
        "type": "multiple",
        "value": {"question": question, "options": _options(*options)},
        "id": str(uuid.uuid4()),
    }


def true_false(is_true: bool = True, statement: str = "Det är så.") -> dict:
    """A statement to judge."""
    value = {
        "statement": statement,
        "is_true": is_true,
        "feedback_right": "Just det.",
        "feedback_wrong": "Tänk en gång till.",
    }
    return {"type": "true_false", "value": value, "id": str(uuid.uuid4())}


def order(*items: str, question: str = "I vilken ordning?") -> dict:
    """Things to put in order."""
    value = {"question": question, "items": _items(*items or ("Först", "Sedan", "Sist")), "feedback": "Så är det."}
    return {"type": "order", "value": value, "id": str(uuid.uuid4())}


def quiz(*questions: dict, title: str = "Kolla dig själv", pass_percent: int = 80) -> dict:
    """A knowledge check, for `lesson_body`."""
    value = {"title": title, "pass_percent": pass_percent, "questions": list(questions) or [single()]}
    return {"type": "quiz", "value": value, "id": str(uuid.uuid4())}


def reflection(question: str = "Vad tänker du?") -> dict:
    """A reflection question, for `lesson_body`."""
    return {"type": "reflection", "value": {"question": question, "help_text": ""}, "id": str(uuid.uuid4())}


def lesson_body(*blocks: dict) -> str:
    """The body of a lesson, of blocks as above."""
    return json.dumps(list(blocks))


def translated(page: Page, language: str = "en", **values) -> Page:
    """A published version of the page in another language, with what stands above it."""
    locale = Locale.objects.get(language_code=language)
    parent = page.get_parent()
    if not parent.has_translation(locale):
        translated(parent.specific, language)
    copy = page.copy_for_translation(locale)
    for name, value in values.items():
        setattr(copy, name, value)
    copy.live = True
    copy.save()
    copy.save_revision().publish()
    return type(page).objects.get(pk=copy.pk)


def occasion(of: CoursePage, *starts: datetime, **values) -> CourseOccasion:
    """An occasion that one can sign up for, with a session of two hours at each start; in two weeks, unless said."""
    defaults = {"status": OccasionStatus.OPEN, "capacity": 16}
    made = CourseOccasion(course=of, **{**defaults, **values})
    starts = starts or (timezone.now().replace(minute=0, second=0, microsecond=0) + timedelta(days=14),)
    made.sessions = [
        OccasionSession(start=start, end=start + timedelta(hours=2), place="Stadshuset, rum 1") for start in starts
    ]
    made.save()
    return CourseOccasion.objects.get(pk=made.pk)


def registration(user, at: CourseOccasion, status: str = RegistrationStatus.REGISTERED, **values) -> Registration:
    """A registration as it stands, made past the rules of signing up."""
    defaults = {"queued_at": timezone.now(), "language": "sv"}
    return Registration.objects.create(user=user, occasion=at, status=status, **{**defaults, **values})


def coach(**values) -> Coach:
    """A coach with room for more."""
    number = Coach.objects.count() + 1
    defaults = {
        "name": f"Coach {number}",
        "role": "Verksamhetsutvecklare",
        "languages": ["sv"],
        "settings": ["on_site"],
        "offers": ["sounding-board"],
        "locale": source(),
    }
    return Coach.objects.create(**{**defaults, **values})
