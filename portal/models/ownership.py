"""Who answers for a page, and when it is next to be reviewed."""

import calendar
import datetime

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, MultiFieldPanel


class ReviewInterval(models.IntegerChoices):
    """Months between two reviews."""

    TIMELESS = 0, _("Timeless: no review")
    THREE = 3, _("Every 3 months")
    SIX = 6, _("Every 6 months")
    TWELVE = 12, _("Every year")
    TWENTY_FOUR = 24, _("Every other year")


def months_later(day: datetime.date, months: int) -> datetime.date:
    """The same day of the month that many months on, or the month's last day where it is shorter."""
    years, month = divmod(day.month - 1 + months, 12)
    year, month = day.year + years, month + 1
    return day.replace(year=year, month=month, day=min(day.day, calendar.monthrange(year, month)[1]))


class OwnedMixin(models.Model):
    """Owner, unit and review. `next_review` is computed at each save."""

    content_owner = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("owner"),
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        help_text=_("Who answers for the content. Empty: the owner of the nearest page above."),
    )
    owner_unit = models.CharField(
        _("owner's unit"), max_length=120, blank=True, help_text=_("The unit stays when people move on.")
    )
    review_interval = models.PositiveSmallIntegerField(
        _("review interval"), choices=ReviewInterval.choices, default=ReviewInterval.TWELVE
    )
    last_reviewed = models.DateField(
        _("last reviewed"),
        default=timezone.localdate,
        null=True,
        blank=True,
        help_text=_("Change it when you have read the page through and it is still right."),
    )
    next_review = models.DateField(_("next review"), null=True, blank=True, editable=False, db_index=True)

    ownership_panels = [
        MultiFieldPanel([FieldPanel("content_owner"), FieldPanel("owner_unit")], heading=_("Owner")),
        MultiFieldPanel(
            [
                FieldPanel(
                    "review_interval",
                    help_text=_("How soon the content may grow old. Facts and laws sooner than methods."),
                ),
                FieldPanel("last_reviewed"),
                FieldPanel(
                    "next_review",
                    read_only=True,
                    help_text=_(
                        "Counted from the last review. The owner then finds the page on the admin's first page."
                    ),
                ),
            ],
            heading=_("Review"),
        ),
    ]

    class Meta:
        abstract = True

    def save(self, *args, **kwargs):
        self.next_review = self.compute_next_review()
        if kwargs.get("update_fields") is not None and "last_reviewed" in kwargs["update_fields"]:
            kwargs["update_fields"] = {*kwargs["update_fields"], "next_review"}
        super().save(*args, **kwargs)

    def compute_next_review(self) -> datetime.date | None:
        if not self.review_interval or not self.last_reviewed:
            return None
        return months_later(self.last_reviewed, self.review_interval)

    @property
    def review_is_due(self) -> bool:
        """Whether the day of the next review has come."""
        return self.next_review is not None and self.next_review <= timezone.localdate()

    def ownership(self) -> dict[str, str]:
        """Owner and unit as readers see them; what is empty here comes from the nearest page above that has it."""
        owner, unit = self.content_owner, self.owner_unit
        if not owner:
            for page in self.get_ancestors().specific().order_by("-depth"):
                owner = getattr(page, "content_owner", None)
                unit = unit or getattr(page, "owner_unit", "")
                if owner:
                    break
        return {"owner": (owner.get_full_name() or owner.get_username()) if owner else "", "unit": unit}
