"""Choices that are code, not vocabulary: what they mean is built into the portal."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Level(models.IntegerChoices):
    """How much experience the facilitator needs."""

    EASY = 1, _("Easy to lead")
    SOME = 2, _("Some experience")
    COACH = 3, _("Bring a coach")


class Setting(models.TextChoices):
    """Where the participants are."""

    ON_SITE = "on_site", _("On site")
    REMOTE = "remote", _("Remote")
    HYBRID = "hybrid", _("Hybrid")


class MinutesPer(models.TextChoices):
    """What the run time is counted for."""

    TOTAL = "total", _("in all")
    PARTICIPANT = "participant", _("per participant")
    INTERVIEW = "interview", _("per interview")


class RelationKind(models.TextChoices):
    """How one method stands to another."""

    BEFORE = "before", _("Before")
    AFTER = "after", _("After")
    INSTEAD = "instead", _("Instead")


class Version(models.TextChoices):
    """Which form of a method a pack uses."""

    FULL = "full", _("Full")
    SHORT = "short", _("Short version")


class Status(models.TextChoices):
    """How far the work of a story has come."""

    IDEA = "idea", _("Idea")
    TESTING = "testing", _("Test running")
    INTRODUCED = "introduced", _("Introduced")
    SPREAD = "spread", _("Spread")
    CLOSED = "closed", _("Closed without introduction")


class Outcome(models.TextChoices):
    """How it went; none of them is bad."""

    WORKED = "worked", _("It worked")
    PARTLY = "partly", _("It worked in part")
    NOT_AS_WE_THOUGHT = "not_as_we_thought", _("Not as we thought")
