"""What the pages of courses and learning paths show beyond their own fields, and what a person was in the middle of."""

from dataclasses import dataclass
from uuid import UUID

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from learning import occasion_presentation
from learning.coach_presentation import CoachCard, coach_cards, may_see_coaches
from learning.models import Completion, CourseMethod, CoursePrerequisite, CourseStory, LessonProgress
from learning.models.choices import CourseForm
from learning.outline import Check, Lesson, Outline, outline, outlines
from learning.progressing import Progress, note_lesson, progress
from methodbank.terms import in_order
from portal.cards import Badge, Card, cards
from portal.content_cache import keep

FORM_ICONS = {CourseForm.DIGITAL: "screen", CourseForm.TEACHER_LED: "people", CourseForm.BLENDED: "blended"}
TERMS = ("audiences", "situations", "phases", "problem_types", "dimensions")


def spent(minutes: int) -> str:
    """Minutes for readers: hours and minutes from two hours on."""
    if not minutes:
        return ""
    hours, rest = divmod(minutes, 60)
    if minutes < 120:
        return _("%(minutes)d min") % {"minutes": minutes}
    if not rest:
        return _("%(hours)d h") % {"hours": hours}
    return _("%(hours)d h %(minutes)d min") % {"hours": hours, "minutes": rest}


def course_badges(page) -> list[Badge]:
    """Form and duration, on a course's card."""
    found = outline(page.translation_key)
    badges = [Badge(FORM_ICONS.get(page.form, "screen"), page.get_form_display())]
    if found and found.minutes:
        badges.append(Badge("clock", spent(found.minutes)))
    return badges


def path_badges(page) -> list[Badge]:
    """How many steps a path has, on its card."""
    count = page.items.count()
    return [Badge("phase", ngettext("%(count)d step", "%(count)d steps", count) % {"count": count})] if count else []


# A course.


@dataclass(frozen=True)
class Prerequisite:
    """A course to take before, and where the reader stands with it."""

    card: Card
    required: bool
    state: str  # new, begun or done


@dataclass(frozen=True)
class LessonRow:
    """A lesson in a course's list, and where the reader stands with it."""

    lesson: Lesson
    state: str  # new, begun or done
    current: bool = False


def rule_in_words(course: Outline) -> list[str]:
    """What it takes to complete the course, one sentence for each part."""
    rule, found = course.rule, []
    if rule.lessons and course.lessons:
        if all(lesson.required for lesson in course.lessons):
            found.append(_("Read all lessons."))
        else:
            found.append(_("Read all lessons that are not optional."))
    if rule.quiz_percent:
        found.append(
            _("Answer at least %(percent)d%% of every knowledge check right. Try as often as you like.")
            % {"percent": rule.quiz_percent}
        )
    if rule.attendance_percent == 100:
        found.append(_("Take part in all sessions of an occasion."))
    elif rule.attendance_percent:
        found.append(
            _("Take part in at least %(percent)d%% of an occasion's sessions.") % {"percent": rule.attendance_percent}
        )
    return found


def lesson_rows(course: Outline, state: Progress, current: UUID | None = None) -> list[LessonRow]:
    """The lessons with their states."""
    rows = []
    for lesson in course.lessons:
        word = "done" if lesson.key in state.completed else "begun" if lesson.key in state.opened else "new"
        rows.append(LessonRow(lesson, word, lesson.key == current))
    return rows


def _relations(page) -> dict:
    """Keys of what belongs to the course: its own rows, or where a translation has none, the other versions'."""

    def rows(own, model, column: str) -> list:
        found = [(getattr(row, column).translation_key, row) for row in own.all()]
        if not found:
            others = model.objects.filter(page__translation_key=page.translation_key).select_related(column)
            found = [
                (getattr(row, column).translation_key, row) for row in others.order_by("page__locale_id", "sort_order")
            ]
        return list(dict(found).items())

    return {
        "methods": [key for key, _row in rows(page.taught_methods, CourseMethod, "method")],
        "stories": [key for key, _row in rows(page.told_stories, CourseStory, "story")],
        "prerequisites": [(key, row.required) for key, row in rows(page.prerequisites, CoursePrerequisite, "course")],
        "coaches": [coach.translation_key for coach in page.coaches.all()],
    }


def _coaches(keys: list[UUID], user) -> list[CoachCard]:
    """The course's coaches, for those who may see coaches at all."""
    found = coach_cards() if keys and may_see_coaches(user) else {}
    return [card for key, card in found.items() if key in keys]


def _headings(page, context: dict) -> list[tuple[str, str]]:
    """The parts that the course has, for its contents list: anchor and text."""
    parts = [
        ("goals", _("What you learn"), True),
        ("lessons", _("Lessons"), context["lessons"]),
        ("occasions", _("Occasions"), context["occasions"]),
        ("prerequisites", _("Take these before"), context["prerequisites"]),
        ("complete", _("To complete the course"), context["rule"]),
        *((anchor, text, True) for anchor, text in page.headings()),
        ("methods", _("Methods that you practise"), context["methods"]),
        ("stories", _("Stories"), context["stories"]),
        ("coaches", _("Coaches to ask"), context["coaches"]),
    ]
    return [(anchor, text) for anchor, text, there in parts if there]


def course_context(page, request) -> dict:
    """The template's context for a course."""
    user = request.user
    relations = keep("course-relations", page, request, lambda: _relations(page))
    whole = outline(page.translation_key)
    course = whole.seen_by(user) if whole else None
    needed = [key for key, _required in relations["prerequisites"]]
    states = progress(user, [page.translation_key, *needed])
    state = states[page.translation_key]
    found = {card.key: card for card in cards(needed, user)}
    cards(relations["methods"] + relations["stories"])  # one look-up where nobody has seen them before
    context = {
        "course": course,
        "form_icon": FORM_ICONS.get(page.form, "screen"),
        "duration": spent(course.minutes if course else page.duration_minutes or 0),
        "facts": keep("course-facts", page, request, lambda: _terms(page)),
        "rule": rule_in_words(course) if course else [],
        "state": state,
        "percent": state.percent(course) if course else 0,
        "lessons": lesson_rows(course, state) if course else [],
        "resume": state.next_lesson(course) if course else None,
        "checks_left": _checks_left(course, state),
        "prerequisites": [
            Prerequisite(found[key], required, states[key].word)
            for key, required in relations["prerequisites"]
            if key in found
        ],
        "methods": cards(relations["methods"], user),
        "stories": cards(relations["stories"], user),
        "coaches": _coaches(relations["coaches"], user),
        "occasions": occasion_presentation.for_course(page, request),
    }
    return {**context, "headings": _headings(page, context)}


def _terms(page) -> dict:
    return {name: in_order(name, getattr(page, name).all()) for name in TERMS}


@dataclass(frozen=True)
class CheckLeft:
    """A check that is not passed yet."""

    check: Check
    lesson: Lesson
    best: int | None  # per cent


def _checks_left(course: Outline | None, state: Progress) -> list[CheckLeft]:
    """What is left when all is read: the checks to pass."""
    if course is None or not state.begun or state.next_lesson(course):
        return []
    lessons = {lesson.key: lesson for lesson in course.lessons}
    left = state.checks_left(course)
    return [CheckLeft(check, lessons[check.lesson], best) for check, best in left if check.lesson in lessons]


# A learning path.


@dataclass(frozen=True)
class Step:
    """A course or a method on a path, and where the reader stands with it."""

    card: Card
    why: str
    is_course: bool
    state: str  # new, begun or done; of a course
    percent: int
    minutes: str


def _path_rows(page) -> list[tuple[UUID, str]]:
    return [(item.page.translation_key, item.why) for item in page.items.select_related("page")]


def path_context(page, request) -> dict:
    """The template's context for a learning path; the ring is the mean of its courses."""
    if getattr(request, "is_preview", False):
        rows = [(item.page.translation_key, item.why) for item in page.items.all()]
    else:
        rows = keep("path-rows", page, request, lambda: _path_rows(page))
    keys = [key for key, _why in rows]
    courses = {key: course.seen_by(request.user) for key, course in outlines(keys).items()}
    found = {card.key: card for card in cards(keys, request.user)}
    states = progress(request.user, courses, results=False)
    steps = []
    for key, why in rows:
        if key not in found:
            continue
        course = courses.get(key)
        state = states.get(key, Progress())
        percent = state.percent(course) if course else 0
        steps.append(
            Step(found[key], why, course is not None, state.word, percent, spent(course.minutes) if course else "")
        )
    taken = [step for step in steps if step.is_course]
    return {
        "steps": steps,
        "courses_total": len(taken),
        "courses_done": sum(step.state == "done" for step in taken),
        "percent": sum(step.percent for step in taken) // len(taken) if taken else 0,
        "next_step": next((step for step in taken if step.state != "done"), None),
        "audiences": keep("path-audiences", page, request, lambda: in_order("audiences", page.audiences.all())),
    }


# What a person is in the middle of.


@dataclass(frozen=True)
class Unfinished:
    """A course that somebody has begun."""

    course: Outline
    lesson: Lesson | None  # to go on with; None where all is read and something else is left
    percent: int
    done: int
    total: int


def unfinished(course: Outline, state: Progress) -> Unfinished:
    """A course with where to go on."""
    required = [lesson for lesson in course.lessons if lesson.required]
    done = sum(lesson.key in state.completed for lesson in required)
    return Unfinished(course, state.next_lesson(course), state.percent(course), done, len(required))


def to_continue(user) -> Unfinished | None:
    """The course that somebody read last and has not completed; one query."""
    if not user.is_authenticated:
        return None
    done = Completion.objects.filter(user=user).values("course")
    rows = list(LessonProgress.objects.filter(user=user).exclude(course__in=done).order_by("-opened_at"))
    courses = outlines(row.course for row in rows)
    for row in rows:
        course = courses[row.course].seen_by(user) if row.course in courses else None
        if course and course.lessons:
            state = Progress()
            for other in rows:
                if other.course == row.course:
                    note_lesson(state, other)
            return unfinished(course, state)
    return None
