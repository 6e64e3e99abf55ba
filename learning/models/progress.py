"""How far a person has come. Lessons and courses are known by translation keys: progress counts in every language."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from learning.models.occasion import CourseOccasion


class _OfPerson(models.Model):
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("person"), on_delete=models.CASCADE, related_name="+"
    )
    course = models.UUIDField(_("course"), help_text=_("The course's translation key."))

    class Meta:
        abstract = True


class LessonProgress(_OfPerson):
    """A lesson that a person has opened, and perhaps completed."""

    lesson = models.UUIDField(_("lesson"), help_text=_("The lesson's translation key."))
    opened_at = models.DateTimeField(_("last opened"))
    completed_at = models.DateTimeField(_("completed"), null=True, blank=True)

    class Meta:
        verbose_name = _("progress in a lesson")
        verbose_name_plural = _("progress in lessons")
        constraints = [models.UniqueConstraint(fields=["user", "lesson"], name="unique_lesson_progress")]
        indexes = [models.Index(fields=["user", "course"], name="progress_in_course")]

    def __str__(self) -> str:
        return f"{self.user}, {self.lesson}"


class QuizResult(_OfPerson):
    """A person's best and latest result of a knowledge check."""

    lesson = models.UUIDField(_("lesson"))
    block = models.UUIDField(_("knowledge check"), help_text=_("The id of its block, the same in every language."))
    best_percent = models.PositiveSmallIntegerField(_("best result, per cent"))
    last_percent = models.PositiveSmallIntegerField(_("latest result, per cent"))
    tries = models.PositiveIntegerField(_("tries"), default=1)
    answered_at = models.DateTimeField(_("answered"))

    class Meta:
        verbose_name = _("result of a knowledge check")
        verbose_name_plural = _("results of knowledge checks")
        constraints = [models.UniqueConstraint(fields=["user", "block"], name="unique_quiz_result")]

    def __str__(self) -> str:
        return f"{self.user}, {self.best_percent} %"


class Reflection(_OfPerson):
    """What a person wrote to a reflection question: for that person alone, never in the admin."""

    lesson = models.UUIDField(_("lesson"))
    block = models.UUIDField(_("question"))
    text = models.TextField(_("answer"), max_length=4000)
    changed_at = models.DateTimeField(_("changed"), auto_now=True)

    class Meta:
        verbose_name = _("reflection")
        verbose_name_plural = _("reflections")
        constraints = [models.UniqueConstraint(fields=["user", "block"], name="unique_reflection")]

    def __str__(self) -> str:
        return f"{self.user}, {self.block}"


class Completion(_OfPerson):
    """A course that a person has completed. What the certificate says is kept as it was on the day."""

    occasion = models.ForeignKey(
        CourseOccasion, verbose_name=_("occasion"), on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    completed_at = models.DateTimeField(_("completed"))
    code = models.CharField(_("code of the certificate"), max_length=20, unique=True)
    holder = models.CharField(_("name"), max_length=200)
    titles = models.JSONField(_("title of the course"), help_text=_("By language."))
    certificate = models.BooleanField(_("certificate"), default=True)

    class Meta:
        verbose_name = _("completed course")
        verbose_name_plural = _("completed courses")
        constraints = [models.UniqueConstraint(fields=["user", "course"], name="unique_completion")]

    def __str__(self) -> str:
        return f"{self.user}, {self.code}"
