"""What readers do on a lesson: answer, write, mark it as read. All of a lesson is one form, so that nothing is lost."""

from urllib.parse import urlencode
from uuid import UUID

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import resolve_url
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.translation import gettext as _

from learning import completing, quizzes
from learning.lesson_presentation import Part, Sent, parts, reflections
from learning.outline import Outline, course_of, outline
from learning.progressing import (
    LONGEST_REFLECTION,
    clean_reflection,
    complete_lesson,
    forget_reflection,
    open_lesson,
    record_result,
    save_reflection,
)

DONE, SAVE, QUIZ, FORGET = "done", "save", "quiz", "forget"


def _sign_in(page) -> HttpResponse:
    return HttpResponseRedirect(f"{resolve_url(settings.LOGIN_URL)}?{urlencode({'next': page.url})}")


def _read(found: list[Part], post) -> Sent:
    """What the form holds."""
    sent = Sent()
    for part in found:
        if part.quiz:
            sent.answers[part.quiz.id] = quizzes.answers(part.quiz, post)
        elif part.reflection and (name := f"r-{part.reflection.id}") in post:
            sent.reflections[part.reflection.id] = clean_reflection(post.get(name, ""))
    return sent


def act(page, request: HttpRequest) -> HttpResponse:
    """Answers a form that was sent from the lesson."""
    user = request.user
    kind, _colon, target = request.POST.get("act", "").partition(":")
    if not user.is_authenticated and kind != QUIZ:
        return _sign_in(page)
    block = quizzes.block_uuid(target)
    found = parts(page, request)
    key = course_of(page)
    course = outline(key) if key else None
    sent = _read(found, request.POST)
    if user.is_authenticated and course:
        _keep_reflections(user, page, course, found, sent, leave_out=block if kind == FORGET else None)
    if kind == QUIZ:
        _grade(user, page, course, found, sent, block)
    elif kind == FORGET and block:
        forget_reflection(user, block)
        sent.reflections[block] = ""
        sent.forgotten = block
    elif kind == DONE and course and not sent.too_long:
        return _done(user, page, course)
    elif kind == SAVE:
        sent.saved = None if block in sent.too_long else block
    elif not sent.too_long:
        sent.error = _("The portal did not understand what you sent. Nothing you wrote is lost: try again.")
    return _show(page, request, sent)


def _keep_reflections(user, page, course: Outline, found: list[Part], sent: Sent, leave_out: UUID | None) -> None:
    """Stores every reflection that was changed, whichever button was pressed."""
    stored = reflections(user, found)
    for block, text in sent.reflections.items():
        before = stored[block].text if block in stored else ""
        if block == leave_out or text == before:
            continue
        if len(text) > LONGEST_REFLECTION:
            sent.too_long.append(block)
        else:
            save_reflection(user, course.key, page.translation_key, block, text)


def _grade(user, page, course: Outline | None, found: list[Part], sent: Sent, block: UUID | None) -> None:
    quiz = next((part.quiz for part in found if part.quiz and part.quiz.id == block), None)
    if quiz is None:
        sent.error = _("That knowledge check is no longer here. The page has changed since you opened it.")
        return
    given = sent.answers[quiz.id]
    if not all(answer.complete for answer in given.values()):
        sent.incomplete = quiz.id
        return
    graded = sent.graded[quiz.id] = quizzes.grade(quiz, given)
    if user.is_authenticated and course:
        record_result(user, course.key, page.translation_key, quiz.id, graded.percent)
        completing.evaluate(user, course.key)


def _done(user, page, course: Outline) -> HttpResponse:
    course = course.seen_by(user, page.translation_key)
    lesson = course.lesson(page.translation_key)
    now = timezone.now()
    complete_lesson(user, course.key, page.translation_key)
    completed = completing.evaluate(user, course.key)
    after = course.after(lesson) if lesson else None
    just_completed = completed is not None and completed.completed_at >= now
    if just_completed or after is None:
        return HttpResponseRedirect(f"{course.url}#progress")
    return HttpResponseRedirect(after.url)


def _show(page, request: HttpRequest, sent: Sent) -> HttpResponse:
    request.is_preview = False
    context = page.get_context(request, sent=sent)
    return TemplateResponse(request, page.get_template(request), context, status=sent.status)


def note_opened(page, request: HttpRequest, context: dict) -> None:
    """Notes that a signed-in reader has opened the lesson; not for what a browser fetches on a guess."""
    if request.method != "GET" or not request.user.is_authenticated or not context.get("lesson"):
        return
    if any("prefetch" in request.headers.get(name, "") for name in ("Sec-Purpose", "Purpose", "X-Moz")):
        return
    open_lesson(request.user, context["course"].key, page.translation_key, context["state"])
