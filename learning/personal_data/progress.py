"""The personal data of courses: progress, results, reflections, certificates."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from learning.models import Completion, LessonProgress, QuizResult, Reflection
from learning.personal_data.common import COURSE, LESSON, all_of, older, titles
from portal.languages import active_language
from portal.personal_data import Kind, Rule, register
from portal.retention import kept


def _progress(user) -> list[dict]:
    found = list(LessonProgress.objects.filter(user=user).order_by("-opened_at"))
    names = titles(key for item in found for key in (item.course, item.lesson))
    return [
        {
            "course": names.get(item.course, ""),
            "lesson": names.get(item.lesson, ""),
            "opened_at": item.opened_at,
            "completed_at": item.completed_at,
        }
        for item in found
    ]


def _results(user) -> list[dict]:
    found = list(QuizResult.objects.filter(user=user).order_by("-answered_at"))
    names = titles(key for item in found for key in (item.course, item.lesson))
    return [
        {
            "course": names.get(item.course, ""),
            "lesson": names.get(item.lesson, ""),
            "best": item.best_percent,
            "last": item.last_percent,
            "tries": item.tries,
            "answered_at": item.answered_at,
        }
        for item in found
    ]


def _reflections(user) -> list[dict]:
    found = list(Reflection.objects.filter(user=user).order_by("-changed_at"))
    names = titles(key for item in found for key in (item.course, item.lesson))
    return [
        {
            "course": names.get(item.course, ""),
            "lesson": names.get(item.lesson, ""),
            "text": item.text,
            "changed_at": item.changed_at,
        }
        for item in found
    ]


def _completions(user) -> list[dict]:
    return [
        {
            "course": item.titles.get(active_language().code) or next(iter(item.titles.values()), ""),
            "holder": item.holder,
            "completed_at": item.completed_at,
            "code": item.code,
        }
        for item in Completion.objects.filter(user=user).order_by("-completed_at")
    ]


def register_kinds() -> None:
    """Called when the app is ready."""
    register(
        Kind(
            "progress",
            gettext_lazy("How far you have come in courses"),
            gettext_lazy("Lessons that you have opened and completed."),
            gettext_lazy("So that you can go on where you stopped, and courses are completed."),
            gettext_lazy("You alone."),
            lambda: _("%(period)s after you last opened the lesson.") % {"period": kept("progress")},
            order=40,
            covers=("learning.LessonProgress.user",),
            fields={
                "course": COURSE,
                "lesson": LESSON,
                "opened_at": gettext_lazy("Last opened"),
                "completed_at": gettext_lazy("Completed"),
            },
            export=_progress,
            erases=gettext_lazy("All of it: courses that you are in the middle of begin anew. Certificates stay."),
            rules=(
                Rule(
                    "unused",
                    gettext_lazy("not used for long"),
                    older(LessonProgress, "opened_at", "progress"),
                    lambda: kept("progress"),
                ),
            ),
            **all_of(LessonProgress),
        )
    )
    register(
        Kind(
            "quiz_results",
            gettext_lazy("Results of knowledge checks"),
            gettext_lazy("Your best and latest result, and how often you tried. Not what you answered."),
            gettext_lazy("So that courses that ask for it can be completed."),
            gettext_lazy("You alone."),
            lambda: _("%(period)s after you last answered.") % {"period": kept("progress")},
            order=41,
            covers=("learning.QuizResult.user",),
            fields={
                "course": COURSE,
                "lesson": LESSON,
                "best": gettext_lazy("Best result, per cent"),
                "last": gettext_lazy("Latest result, per cent"),
                "tries": gettext_lazy("Tries"),
                "answered_at": gettext_lazy("Answered"),
            },
            export=_results,
            erases=gettext_lazy("All of it: a course that asks for a result wants it anew. Certificates stay."),
            rules=(
                Rule(
                    "unused",
                    gettext_lazy("not used for long"),
                    older(QuizResult, "answered_at", "progress"),
                    lambda: kept("progress"),
                ),
            ),
            **all_of(QuizResult),
        )
    )
    register(
        Kind(
            "reflections",
            gettext_lazy("Your reflections"),
            gettext_lazy("What you wrote to the questions in lessons that ask you to think."),
            gettext_lazy("For your own learning."),
            gettext_lazy("You alone. They are shown to nobody else, not to administrators either."),
            lambda: _("%(period)s after you last changed them.") % {"period": kept("reflections")},
            order=42,
            covers=("learning.Reflection.user",),
            fields={
                "course": COURSE,
                "lesson": LESSON,
                "text": gettext_lazy("Answer"),
                "changed_at": gettext_lazy("Changed"),
            },
            export=_reflections,
            erases=gettext_lazy("All of them. Download them first if you want to keep them."),
            rules=(
                Rule(
                    "unused",
                    gettext_lazy("not used for long"),
                    older(Reflection, "changed_at", "reflections"),
                    lambda: kept("reflections"),
                ),
            ),
            **all_of(Reflection),
        )
    )
    register(
        Kind(
            "completions",
            gettext_lazy("Completed courses and certificates"),
            gettext_lazy("Courses that you have completed, and what the certificate says."),
            gettext_lazy("So that you can show it, and others can check that a certificate is true."),
            gettext_lazy("You, and whoever you give the certificate's code."),
            lambda: _("%(period)s after you completed the course.") % {"period": kept("completions")},
            order=43,
            covers=("learning.Completion.user",),
            fields={
                "course": COURSE,
                "holder": gettext_lazy("Name"),
                "completed_at": gettext_lazy("Completed"),
                "code": gettext_lazy("Code"),
            },
            export=_completions,
            erases=gettext_lazy(
                "All of them: nobody can check your certificates any more, and courses that build on these no longer "
                "count them. A printed certificate is yours."
            ),
            rules=(
                Rule(
                    "old",
                    gettext_lazy("completed long ago"),
                    older(Completion, "completed_at", "completions"),
                    lambda: kept("completions"),
                ),
            ),
            **all_of(Completion),
        )
    )
