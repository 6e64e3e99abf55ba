"""Which coaches fit a request, and why: what the coordinator sees before assigning."""

from dataclasses import dataclass, field

from django.utils import formats
from django.utils.translation import gettext as _
from wagtail.models import Page

from learning.coach_presentation import coach_name
from learning.models import Coach, CoachRequest, CourseMethod
from learning.models.choices import Offer, WorkingLanguage
from learning.personal_data.common import titles
from methodbank.models import MethodPage, StoryMethod
from methodbank.models.choices import Setting
from methodbank.terms import term
from portal.languages import all_languages

# What weighs most: that the coach was wished for, then that they can do what is asked, then that they are close.
POINTS = {"wished": 8, "offer": 4, "situation": 3, "method": 3, "language": 2, "setting": 2, "department": 1}


@dataclass
class Suggestion:
    """A coach for a request: reasons for, and what speaks against."""

    coach: Coach
    name: str  # in the reader's language
    points: int = 0
    reasons: list[str] = field(default_factory=list)
    cautions: list[str] = field(default_factory=list)

    @property
    def fits(self) -> bool:
        """Whether the coach is suggested: has room, and nothing else speaks against."""
        return not self.cautions


class Matcher:
    """Compares requests with all coaches; the number of queries does not grow with either."""

    def __init__(self, requests: list[CoachRequest]) -> None:
        source = all_languages()[0].pk
        coaches = Coach.objects.filter(locale_id=source).select_related("user").prefetch_related("situations")
        self.coaches = list(coaches)
        self.methods: dict[int, set] = {}
        rows = Coach.methods.through.objects.filter(coach__locale_id=source)
        for coach, key in rows.values_list("coach_id", "methodpage__translation_key"):
            self.methods.setdefault(coach, set()).add(key)
        self.asked = _methods_of_pages({ask.page_id for ask in requests if ask.page_id})
        keys = {key for keys in self.asked.values() for key in keys}
        self.titles = titles(keys)

    def suggestions(self, ask: CoachRequest) -> list[Suggestion]:
        """All coaches but the one who has it and the one who asks: those who fit first, best first."""
        wished = ask.wished_coach.translation_key if ask.wished_coach else None
        found = [
            self._compare(ask, coach, wished)
            for coach in self.coaches
            if coach.pk != ask.coach_id and (coach.user_id is None or coach.user_id != ask.requester_id)
        ]
        return sorted(found, key=lambda item: (not item.fits, -item.points, item.name))

    def _compare(self, ask: CoachRequest, coach: Coach, wished) -> Suggestion:
        found = Suggestion(coach, coach_name(coach))

        def add(kind: str, reason: str) -> None:
            found.points += POINTS[kind]
            found.reasons.append(reason)

        if coach.translation_key == wished:
            add("wished", _("wished for"))
        if ask.offer in coach.offers:
            add("offer", Offer(ask.offer).label)
        else:
            found.cautions.append(_("does not offer: %(what)s") % {"what": Offer(ask.offer).label})
        if ask.situation and ask.situation.translation_key in {item.translation_key for item in coach.situations.all()}:
            add("situation", term("situations", ask.situation).name)
        known = self.asked.get(ask.page_id, set()) & self.methods.get(coach.pk, set())
        if known:
            names = sorted(self.titles[key] for key in known)
            add("method", _("knows %(methods)s") % {"methods": ", ".join(names[:2])})
        language = WorkingLanguage(ask.working_language).label
        if ask.working_language in coach.languages:
            add("language", str(language))
        else:
            found.cautions.append(_("does not work in %(language)s") % {"language": language})
        if ask.setting:
            if ask.setting in coach.settings:
                add("setting", str(Setting(ask.setting).label))
            else:
                found.cautions.append(_("does not work so: %(setting)s") % {"setting": Setting(ask.setting).label})
        if ask.department and coach.department_id == ask.department_id:
            add("department", _("same department"))
        if coach.user and not coach.user.is_active:
            found.cautions.append(_("has an account that is switched off"))
        if coach.room_from:
            day = formats.date_format(coach.room_from, "j F")
            found.cautions.append(_("has room from %(date)s") % {"date": day})
        elif coach.is_at_capacity:
            found.cautions.append(_("has no room: %(now)d of %(most)d") % {"now": coach.load, "most": coach.capacity})
        else:
            found.reasons.append(_("has room: %(now)d of %(most)d") % {"now": coach.load, "most": coach.capacity})
        return found


def _methods_of_pages(pages: set[int]) -> dict[int, set]:
    """The translation keys of the methods that each page is about: itself, or those of a story or a course."""
    found: dict[int, set] = {}
    if not pages:
        return found
    methods = Page.objects.type(MethodPage).filter(pk__in=pages).values_list("pk", "translation_key")
    stories = StoryMethod.objects.filter(page__in=pages).values_list("page_id", "method__translation_key")
    courses = CourseMethod.objects.filter(page__in=pages).values_list("page_id", "method__translation_key")
    for page, key in [*methods, *stories, *courses]:
        found.setdefault(page, set()).add(key)
    return found
