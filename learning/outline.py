"""Courses and their lessons as everybody sees them, kept in memory: the frame that a person's progress is held against.

Courses and lessons are known by their translation keys. The rule of a course, its order and its checks are those of
the version in the source language; titles and addresses are the reader's.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import reduce
from operator import or_
from uuid import UUID

from django.db.models import Q
from wagtail.models import Page

from learning.models import CoursePage, LessonPage
from portal import access
from portal.content_cache import cached
from portal.languages import Language, active_language, all_languages, best, language_of

FEW = 20  # courses; for more, all lessons of the portal are read rather than asked for by so many paths


@dataclass(frozen=True)
class Lesson:
    """A lesson of a course, in the reader's language or else in the source's."""

    key: UUID
    number: int  # from 1
    path: str
    title: str
    url: str
    language: Language
    foreign: bool
    minutes: int
    required: bool


@dataclass(frozen=True)
class Rule:
    """What it takes to complete a course; None where it does not count."""

    lessons: bool
    quiz_percent: int | None
    attendance_percent: int | None


@dataclass(frozen=True)
class Outline:
    """A published course."""

    key: UUID
    path: str
    title: str
    url: str
    language: Language
    foreign: bool
    form: str
    minutes: int  # 0 where neither the editor nor a lesson says
    rule: Rule
    certificate: bool
    manager_approval: bool
    lessons: tuple[Lesson, ...]

    def lesson(self, key: UUID) -> Lesson | None:
        """The lesson with this key."""
        return next((lesson for lesson in self.lessons if lesson.key == key), None)

    def after(self, lesson: Lesson) -> Lesson | None:
        """The next lesson; None after the last."""
        return next((item for item in self.lessons if item.number > lesson.number), None)

    def before(self, lesson: Lesson) -> Lesson | None:
        """The lesson before; None before the first."""
        return next((item for item in reversed(self.lessons) if item.number < lesson.number), None)

    def seen_by(self, user, reading: UUID | None = None) -> "Outline":
        """The course as somebody sees it: a lesson that they may not read is neither named nor asked of them.

        `reading` is a lesson that they have open all the same, such as one whose password they know.
        """
        seen = [lesson for lesson in self.lessons if lesson.key == reading or access.may_see(user, lesson.path)]
        if len(seen) == len(self.lessons):
            return self
        return replace(self, lessons=tuple(replace(lesson, number=n) for n, lesson in enumerate(seen, start=1)))


def _source(versions: Iterable):
    return best(versions, all_languages()[0])


def _build(keys: list[UUID], language: Language) -> dict[UUID, Outline]:
    courses: dict[UUID, list[CoursePage]] = {}
    fields = ("form", "duration_minutes", "requires_lessons", "quiz_percent", "attendance_percent")
    fields += ("certificate", "manager_approval")
    for page in CoursePage.objects.live().filter(translation_key__in=keys).only(*_PAGE, *fields):
        courses.setdefault(page.translation_key, []).append(page)
    above = {page.path: page for versions in courses.values() for page in versions}
    lessons: dict[UUID, dict[UUID, list[LessonPage]]] = {}
    rows = LessonPage.objects.live().only(*_PAGE, "minutes", "required").order_by("path")
    if len(above) <= FEW:
        rows = rows.filter(reduce(or_, (Q(path__startswith=path) for path in above), Q(pk=None)))
    for row in rows:
        course = above.get(row.path[: -Page.steplen])
        if course is not None:
            lessons.setdefault(course.translation_key, {}).setdefault(row.translation_key, []).append(row)
    return {
        key: _outline(key, versions, list(lessons.get(key, {}).values()), language) for key, versions in courses.items()
    }


_PAGE = ("translation_key", "locale_id", "path", "title", "url_path", "slug")


def _outline(key: UUID, versions: list, lessons: list[list], language: Language) -> Outline:
    source, shown = _source(versions), best(versions, language)
    # In the order of the source's tree; a lesson that only another language has comes last.
    ordered = sorted(lessons, key=lambda group: ((found := _source(group)).locale_id != source.locale_id, found.path))
    found = tuple(_lesson(number, group, language) for number, group in enumerate(ordered, start=1))
    return Outline(
        key=key,
        path=shown.path,
        title=shown.title,
        url=shown.get_url() or "",
        language=language_of(shown.locale_id),
        foreign=shown.locale_id != language.pk,
        form=source.form,
        minutes=source.duration_minutes or sum(lesson.minutes for lesson in found),
        rule=Rule(source.requires_lessons, source.quiz_percent, source.attendance_percent),
        certificate=source.certificate,
        manager_approval=source.manager_approval,
        lessons=found,
    )


def _lesson(number: int, versions: list, language: Language) -> Lesson:
    source, shown = _source(versions), best(versions, language)
    return Lesson(
        key=shown.translation_key,
        number=number,
        path=shown.path,
        title=shown.title,
        url=shown.get_url() or "",
        language=language_of(shown.locale_id),
        foreign=shown.locale_id != language.pk,
        minutes=source.minutes,
        required=source.required,
    )


def outlines(keys: Iterable[UUID]) -> dict[UUID, Outline]:
    """The published courses with these keys, in the reader's language."""
    language = active_language()
    store = cached(("outlines", language.code), dict)  # filled below, emptied as a whole when content changes
    wanted = list(dict.fromkeys(keys))
    missing = [key for key in wanted if key not in store]
    if missing:
        built = _build(missing, language)
        store.update({key: built.get(key) for key in missing})
    return {key: store[key] for key in wanted if store[key] is not None}


def outline(key: UUID) -> Outline | None:
    """The published course with this key, in the reader's language."""
    return outlines([key]).get(key)


def stored_minutes(key: UUID) -> int:
    """What a published course takes as the database has it now, remembered or not; 0 for others."""
    found = _build([key], active_language()).get(key)
    return found.minutes if found else 0


def course_of(lesson: LessonPage) -> UUID | None:
    """The key of the course that a lesson stands below."""
    above = lesson.path[: -Page.steplen]
    return cached(
        ("course-of", above),
        lambda: Page.objects.filter(path=above).values_list("translation_key", flat=True).first(),
    )


@dataclass(frozen=True)
class Check:
    """A knowledge check in a published lesson."""

    block: UUID
    lesson: UUID
    title: str
    pass_percent: int
    required: bool  # whether its lesson is


def checks(course: Outline) -> list[Check]:
    """The knowledge checks in the lessons of a course, in their order, with titles in the reader's language."""
    # Kept of all lessons, and asked with those that somebody may see.
    found = cached(("checks", course.key, active_language().code), lambda: _checks(outline(course.key) or course))
    keys = {lesson.key for lesson in course.lessons}
    return [check for check in found if check.lesson in keys]


def _checks(course: Outline) -> list[Check]:
    from learning.quizzes import block_uuid

    versions: dict[UUID, list[LessonPage]] = {}
    keys = [lesson.key for lesson in course.lessons]
    for page in LessonPage.objects.live().filter(translation_key__in=keys).only("translation_key", "locale_id", "body"):
        versions.setdefault(page.translation_key, []).append(page)
    found = []
    for lesson in course.lessons:
        pages = versions.get(lesson.key)
        if not pages:
            continue
        shown = {str(item.get("id")): item["value"] for item in best(pages, active_language()).body.raw_data}
        for item in _source(pages).body.raw_data:
            block = block_uuid(item.get("id"))
            if item["type"] != "quiz" or block is None:
                continue
            titles = (shown.get(str(item["id"])) or item["value"], item["value"])
            title = next((value.get("title") for value in titles if isinstance(value, dict) and value.get("title")), "")
            percent = item["value"].get("pass_percent") or 0
            found.append(Check(block, lesson.key, title, percent, lesson.required))
    return found
