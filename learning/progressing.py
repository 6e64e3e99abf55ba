"""How far a person has come in courses, and what changes it: opened and completed lessons, checks, reflections."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from uuid import UUID

from django.db import IntegrityError, transaction
from django.db.models import F
from django.db.models.functions import Greatest
from django.utils import timezone

from learning.models import Completion, LessonProgress, QuizResult, Reflection
from learning.outline import Check, Lesson, Outline, checks

LONGEST_REFLECTION = 4000  # characters
FRESH = timedelta(minutes=5)  # a lesson opened again within it is not noted anew


@dataclass
class Progress:
    """A person's progress in one course."""

    opened: dict[UUID, datetime] = field(default_factory=dict)  # by lesson
    completed: dict[UUID, datetime] = field(default_factory=dict)
    results: dict[UUID, QuizResult] = field(default_factory=dict)  # by check
    completion: Completion | None = None
    finished: bool = False  # the course is completed, whether its completion is looked up or not

    @property
    def begun(self) -> bool:
        return bool(self.opened or self.completed or self.results)

    @property
    def done(self) -> bool:
        return self.finished or self.completion is not None

    @property
    def word(self) -> str:
        """The state, as templates ask for it."""
        return "done" if self.done else "begun" if self.begun else "new"

    @property
    def last_opened(self) -> datetime | None:
        return max(self.opened.values(), default=None)

    def percent(self, course: Outline) -> int:
        """How much of the required lessons is completed; 100 only when the course is."""
        if self.done:
            return 100
        required = [lesson for lesson in course.lessons if lesson.required]
        read = sum(lesson.key in self.completed for lesson in required)
        return min(99, read * 100 // len(required)) if required else 0

    def next_lesson(self, course: Outline) -> Lesson | None:
        """Where to go on: the lesson last opened, or the one to read after it; None when all are completed."""
        left = [lesson for lesson in course.lessons if lesson.key not in self.completed]
        if not left:
            return None
        here = [lesson for lesson in course.lessons if lesson.key in self.opened]
        last = max(here, key=lambda lesson: self.opened[lesson.key], default=None)
        if last is None:
            return left[0]
        # From the one last opened on, then from the beginning; required ones before the voluntary.
        onward = [lesson for lesson in left if lesson.number >= last.number]
        return next((lesson for lesson in (*onward, *left) if lesson.required or lesson is last), left[0])

    def checks_left(self, course: Outline) -> list[tuple[Check, int | None]]:
        """The checks that the course's rule asks for and that are not passed, with the best result so far."""
        asked = course.rule.quiz_percent
        if not asked or self.done:
            return []
        found = []
        for check in checks(course):
            result = self.results.get(check.block)
            if check.required and (result is None or result.best_percent < asked):
                found.append((check, result.best_percent if result else None))
        return found


def progress(user, keys: Iterable[UUID], *, results: bool = True) -> dict[UUID, Progress]:
    """The person's progress in the courses, by course; three queries, or two without results of checks."""
    keys = list(dict.fromkeys(keys))
    found = {key: Progress() for key in keys}
    if not user.is_authenticated or not keys:
        return found
    for row in LessonProgress.objects.filter(user=user, course__in=keys):
        note_lesson(found[row.course], row)
    for completion in Completion.objects.filter(user=user, course__in=keys):
        found[completion.course].completion = completion
    if results:
        for result in QuizResult.objects.filter(user=user, course__in=keys):
            found[result.course].results[result.block] = result
    return found


def note_lesson(state: Progress, row: LessonProgress) -> None:
    """Takes a lesson's row into the state."""
    state.opened[row.lesson] = row.opened_at
    if row.completed_at:
        state.completed[row.lesson] = row.completed_at


def everything(user) -> dict[UUID, Progress]:
    """The person's progress in every course ever begun, by course; two queries."""
    found: dict[UUID, Progress] = {}
    for row in LessonProgress.objects.filter(user=user):
        note_lesson(found.setdefault(row.course, Progress()), row)
    for completion in Completion.objects.filter(user=user).order_by("-completed_at"):
        found.setdefault(completion.course, Progress()).completion = completion
    return found


def open_lesson(user, course: UUID, lesson: UUID, state: Progress) -> None:
    """Notes that the person reads the lesson now: one write, or none when it was noted a moment ago."""
    now = timezone.now()
    opened = state.opened.get(lesson)
    if opened and now - opened < FRESH and opened == state.last_opened:
        return
    if opened:
        LessonProgress.objects.filter(user=user, lesson=lesson).update(opened_at=now, course=course)
    else:
        row = LessonProgress(user=user, course=course, lesson=lesson, opened_at=now)
        LessonProgress.objects.bulk_create(
            [row], update_conflicts=True, unique_fields=["user", "lesson"], update_fields=["opened_at"]
        )
    state.opened[lesson] = now


def complete_lesson(user, course: UUID, lesson: UUID) -> None:
    """Marks the lesson as read. The first time counts, however often it is sent."""
    now = timezone.now()
    _row, created = LessonProgress.objects.get_or_create(
        user=user, lesson=lesson, defaults={"course": course, "opened_at": now, "completed_at": now}
    )
    if not created:
        LessonProgress.objects.filter(user=user, lesson=lesson, completed_at=None).update(completed_at=now)


def record_result(user, course: UUID, lesson: UUID, block: UUID, percent: int) -> None:
    """Keeps the result of a try, and the best of all tries; two at once are both counted."""
    now = timezone.now()
    rows = QuizResult.objects.filter(user=user, block=block)
    change = {
        "best_percent": Greatest("best_percent", percent),
        "last_percent": percent,
        "tries": F("tries") + 1,
        "answered_at": now,
    }
    if rows.update(**change):
        return
    values = {"course": course, "lesson": lesson, "best_percent": percent, "last_percent": percent}
    try:
        with transaction.atomic():
            QuizResult.objects.create(user=user, block=block, answered_at=now, **values)
    except IntegrityError:  # another tab was quicker
        rows.update(**change)


def clean_reflection(text: str) -> str:
    """What was written, as it is stored: without characters that no database keeps."""
    return text.replace("\x00", "").replace("\r\n", "\n").strip()


def save_reflection(user, course: UUID, lesson: UUID, block: UUID, text: str) -> None:
    """Keeps what the person wrote, for the person alone; an empty text deletes it."""
    if not text:
        forget_reflection(user, block)
        return
    Reflection.objects.update_or_create(
        user=user, block=block, defaults={"course": course, "lesson": lesson, "text": text}
    )


def forget_reflection(user, block: UUID) -> None:
    """Deletes what the person wrote."""
    Reflection.objects.filter(user=user, block=block).delete()
