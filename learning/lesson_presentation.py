"""What a lesson shows: its text, rendered once for all, and between it what the reader answers and has answered."""

from dataclasses import dataclass, field
from uuid import UUID

from django.db.models import Exists, OuterRef
from django.http import Http404
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _

from learning import quizzes
from learning.models import Completion, LessonProgress, QuizResult, Reflection
from learning.outline import Outline, course_of, outline
from learning.presentation import lesson_rows
from learning.progressing import LONGEST_REFLECTION, Progress, note_lesson
from learning.quizzes import Answer, Graded, Question, Quiz
from portal import access
from portal.cards import Badge
from portal.content_cache import keep


@dataclass(frozen=True)
class ReflectionQuestion:
    """A question whose answer only the reader sees."""

    id: UUID
    question: str
    help_text: str


@dataclass(frozen=True)
class Part:
    """A part of a lesson: text that is the same for all, a check or a reflection."""

    html: str = ""
    quiz: Quiz | None = None
    reflection: ReflectionQuestion | None = None


@dataclass
class Sent:
    """What a reader has just sent from a lesson, and what came of it. Whatever was written is shown again."""

    answers: dict[UUID, dict[str, Answer]] = field(default_factory=dict)  # by check and question
    graded: dict[UUID, Graded] = field(default_factory=dict)  # by check
    incomplete: UUID | None = None  # the check that was sent without all its answers
    reflections: dict[UUID, str] = field(default_factory=dict)
    saved: UUID | None = None  # the reflection that was saved
    forgotten: UUID | None = None  # the reflection that was deleted
    too_long: list[UUID] = field(default_factory=list)  # reflections
    error: str = ""  # about the whole

    @property
    def status(self) -> int:
        return 422 if self.incomplete or self.too_long or self.error else 200


def lesson_badges(page) -> list[Badge]:
    """Which course the lesson belongs to, on its card."""
    key = course_of(page)
    course = outline(key) if key else None
    return [Badge("course", _("In the course %(title)s") % {"title": course.title})] if course else []


def parts(page, request) -> list[Part]:
    """The lesson's body. Its text shows other pages, and is shared by those who may see the same."""

    def build() -> list[Part]:
        found: list[Part] = []
        html: list[str] = []

        def close() -> None:
            if html:
                found.append(Part(html=mark_safe("".join(html))))  # noqa: S308 made by templates
                html.clear()

        for block in page.body:
            quiz = quizzes.read(block) if block.block_type == "quiz" else None
            own = quizzes.block_uuid(block.id) if block.block_type == "reflection" else None
            if quiz:
                close()
                found.append(Part(quiz=quiz))
            elif own:
                close()
                found.append(
                    Part(reflection=ReflectionQuestion(own, block.value["question"], block.value["help_text"] or ""))
                )
            else:
                html.append(block.render({"page": page, "request": request}))
        close()
        return found

    return keep(f"lesson-parts-{access.hidden_paths(request.user)}", page, request, build)


# A check as one reader sees it.


@dataclass(frozen=True)
class OptionView:
    """An option, with what the reader did with it and what that is worth."""

    key: str
    name: str  # of its field, in a question of order
    text: str
    feedback: str
    chosen: bool
    place: str  # in a question of order: what the reader gave it
    right: bool | None  # None where nothing is said about it


@dataclass(frozen=True)
class QuestionView:
    """A question, with the reader's answer."""

    question: Question
    number: int
    options: list[OptionView]
    right: bool | None  # None before it is graded
    missing: bool  # sent without an answer
    hint: str  # how far a wrong answer was right

    @property
    def places(self) -> list[str]:
        """What one can choose in a question of order."""
        return [str(number) for number in range(1, len(self.options) + 1)]


@dataclass(frozen=True)
class QuizView:
    """A check, with the reader's answers and results."""

    quiz: Quiz
    questions: list[QuestionView]
    graded: Graded | None
    passed: bool
    missing: int  # questions without an answer
    asked: int  # per cent
    result: QuizResult | None


def _hint(question: Question, given: Answer) -> str:
    if question.kind == quizzes.ORDER:
        keys = [option.key for option in question.options]
        places = sum(mine == right for mine, right in zip(given.chosen, keys, strict=False))
        return _("%(count)d of %(total)d are in the right place.") % {"count": places, "total": len(keys)}
    if question.kind == quizzes.MULTIPLE:
        count = len(question.right & set(given.chosen))
        total = {"count": count, "total": len(question.right)}
        return _("You have found %(count)d of %(total)d right answers.") % total
    return ""


def _question(number: int, question: Question, seed: str, given: Answer | None, graded: Graded | None, missing: bool):
    chosen = set(given.chosen) if given else set()
    right_places = {option.key: str(place) for place, option in enumerate(question.options, start=1)}
    is_order = question.kind == quizzes.ORDER
    options = quizzes.mixed(question, seed)
    if is_order and given and given.complete:
        by_key = {option.key: option for option in options}
        options = [by_key[key] for key in given.chosen]
    labels = {quizzes.TRUE: _("True"), quizzes.FALSE: _("False")} if question.kind == quizzes.TRUE_FALSE else {}
    views = []
    for option in options:
        place = given.places.get(option.key, "") if given else ""
        right = None
        if graded and is_order:
            right = place == right_places[option.key]
        elif graded and option.key in chosen:
            right = option.correct
        views.append(
            OptionView(
                option.key,
                question.place_name(option) if is_order else question.name,
                labels.get(option.key, option.text),
                option.feedback,
                option.key in chosen,
                place,
                right,
            )
        )
    is_right = question.id in graded.right if graded else None
    hint = _hint(question, given) if given and is_right is False else ""
    lacks = missing and not (given and given.complete)
    return QuestionView(question, number, views, is_right, lacks, hint)


def _quiz(quiz: Quiz, user, result: QuizResult | None, sent: Sent | None, course: Outline | None) -> QuizView:
    graded = sent.graded.get(quiz.id) if sent else None
    given = sent.answers.get(quiz.id, {}) if sent else {}
    missing = bool(sent and sent.incomplete == quiz.id)
    # The order stays while the answers of a try are shown, and is another one in the next.
    tries = (result.tries if result else 0) - bool(graded and result)
    seed = f"{user.pk}:{tries}"
    questions = [
        _question(number, question, seed, given.get(question.id), graded, missing)
        for number, question in enumerate(quiz.questions, start=1)
    ]
    asked = (course.rule.quiz_percent if course else None) or quiz.pass_percent
    return QuizView(
        quiz,
        questions,
        graded,
        bool(graded and graded.percent >= asked),
        sum(question.missing for question in questions),
        asked,
        result,
    )


# A reflection as its writer sees it.


@dataclass(frozen=True)
class ReflectionView:
    """A question, with what the reader wrote."""

    question: ReflectionQuestion
    text: str
    stored: Reflection | None
    too_long: bool
    saved: bool
    forgotten: bool
    longest: int = LONGEST_REFLECTION


def _reflection(question: ReflectionQuestion, stored: Reflection | None, sent: Sent | None) -> ReflectionView:
    text = stored.text if stored else ""
    if sent and question.id in sent.reflections:
        text = sent.reflections[question.id]
    return ReflectionView(
        question,
        text,
        stored,
        bool(sent and question.id in sent.too_long),
        bool(sent and sent.saved == question.id),
        bool(sent and sent.forgotten == question.id),
    )


# The page.


def progress_in(user, course: UUID, found: list[Part]) -> Progress:
    """What a lesson says of the person's progress: one query, and one more where the lesson has a check."""
    state = Progress()
    if not user.is_authenticated:
        return state
    completed = Completion.objects.filter(user=user, course=OuterRef("course"))
    for row in LessonProgress.objects.filter(user=user, course=course).annotate(of_completed=Exists(completed)):
        note_lesson(state, row)
        state.finished = row.of_completed
    checks = [part.quiz.id for part in found if part.quiz]
    if checks:
        state.results = {row.block: row for row in QuizResult.objects.filter(user=user, block__in=checks)}
    return state


def reflections(user, found: list[Part]) -> dict[UUID, Reflection]:
    """What the person has written in the lesson; one query where it asks for something."""
    ids = [part.reflection.id for part in found if part.reflection]
    if not ids or not user.is_authenticated:
        return {}
    return {row.block: row for row in Reflection.objects.filter(user=user, block__in=ids)}


def lesson_context(page, request, sent: Sent | None = None) -> dict:
    """The template's context for a lesson; in a preview it may stand in no course yet."""
    user = request.user
    preview = getattr(request, "is_preview", False)
    key = course_of(page)
    whole = outline(key) if key else None
    course = whole.seen_by(user, page.translation_key) if whole else None
    lesson = course.lesson(page.translation_key) if course else None
    if lesson is None and not preview:
        raise Http404  # its course is not published
    found = parts(page, request)
    state = progress_in(user, key, found) if key else Progress()
    written = reflections(user, found)
    views = []
    for part in found:
        if part.quiz:
            views.append({"quiz": _quiz(part.quiz, user, state.results.get(part.quiz.id), sent, course)})
        elif part.reflection:
            views.append({"reflection": _reflection(part.reflection, written.get(part.reflection.id), sent)})
        else:
            views.append({"html": part.html})
    required = [item for item in course.lessons if item.required] if course else []
    return {
        "course": course,
        "lesson": lesson,
        "state": state,
        "is_read": page.translation_key in state.completed,
        "read": sum(item.key in state.completed for item in required),
        "to_read": len(required),
        "percent": state.percent(course) if course else 0,
        "lessons": lesson_rows(course, state, page.translation_key) if course else [],
        "before": course.before(lesson) if lesson else None,
        "after": course.after(lesson) if lesson else None,
        "parts": views,
        "sent": sent,
    }
