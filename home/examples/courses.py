"""Courses with their lessons, learning paths, and occasions with those who have signed up for them."""

import datetime

from django.contrib.auth import get_user_model
from django.utils import timezone
from wagtail.models import Page

from home.examples import plan, reading
from home.examples.resolving import SOURCE, page_key
from learning import certificates
from learning.models import (
    Coach,
    Completion,
    CourseMethod,
    CourseOccasion,
    CoursePage,
    CoursePrerequisite,
    CourseStory,
    LearningPathPage,
    LessonPage,
    LessonProgress,
    OccasionInformation,
    OccasionSession,
    PathItem,
    QuizResult,
    Reflection,
    Registration,
)
from learning.models.choices import RegistrationStatus
from learning.occasion_state import seats
from methodbank.models import Audience, Dimension, Phase, ProblemType, Situation
from portal.structured import identifier, in_language

TERMS = {
    "phases": Phase,
    "problem_types": ProblemType,
    "dimensions": Dimension,
    "situations": Situation,
    "audiences": Audience,
}
FACTS = ["form", "delivery_language", "duration_minutes", "certificate", "manager_approval"]


def lessons(course: dict) -> list[dict]:
    """The lessons of a course, each with a key of its own among all lessons."""
    return [{**lesson, "key": f"{course['key']}/{lesson['key']}"} for lesson in course["lessons"] or []]


def page_keys() -> list:
    """The translation keys of the courses, lessons and paths."""
    keys = []
    for course in reading.every("courses"):
        keys.append(page_key("course", course["key"]))
        keys += [page_key("lesson", lesson["key"]) for lesson in lessons(course)]
    return keys + [page_key("path", path["key"]) for path in reading.every("paths")]


def occasions() -> list[tuple[dict, dict]]:
    """Every occasion's data with its course's."""
    return [(course, occasion) for course in reading.every("courses") for occasion in course.get("occasions") or []]


def uid(occasion: dict):
    """What an example occasion is known by."""
    return identifier("occasion", occasion["key"])


class Courses:
    """The part of a load that is about learning; `loader` is the rest of it."""

    def __init__(self, loader) -> None:
        self.loader = loader
        self.resolve = loader.resolve

    def shells(self) -> None:
        """Every page with no more than a title."""
        for data in reading.every("courses"):
            self.loader.shell(CoursePage, "course", data, ("page", "courses"))
            for lesson in lessons(data):
                self.loader.shell(LessonPage, "lesson", lesson, ("course", data["key"]))
        for data in reading.every("paths"):
            self.loader.shell(LearningPathPage, "path", data, ("page", "courses"))

    def load(self) -> None:
        """Fills and publishes the pages."""
        for data in reading.every("courses"):
            self.loader.publish("course", data, self.fill_course)
            for lesson in lessons(data):
                self.loader.publish("lesson", lesson, self.fill_lesson)
        for data in reading.every("paths"):
            self.loader.publish("path", data, self.fill_path)

    def plan_occasions(self) -> None:
        """Plans the occasions, counted from today, with those who have signed up."""
        people = list(get_user_model().objects.filter(username__in=plan.PARTICIPANTS).order_by("username"))
        for number, (course, occasion) in enumerate(occasions()):
            self.occasion(course, occasion, people[number * 3 :] + people[: number * 3])
        self.somebody()

    def fill_course(self, page: CoursePage, data: dict, language: str) -> None:
        values = self.loader.common(page, data, language, "course")
        page.intro = values["intro"]
        for name in ("goals", "alternative_names"):
            items = [{"type": "item", "value": line} for line in values.get(name) or []]
            setattr(page, name, self.loader.stream(page, name, items, "course", data["key"]))
        for name in FACTS:
            setattr(page, name, data[name])
        rule = data["rule"]
        page.requires_lessons = rule["lessons"]
        page.quiz_percent, page.attendance_percent = rule["quiz_percent"], rule["attendance_percent"]
        for name, model in TERMS.items():
            terms = {term.code: term for term in model.objects.filter(locale=self.loader.source)}
            setattr(page, name, [terms[code] for code in data.get(name) or []])
        page.prerequisites = [
            CoursePrerequisite(course_id=self.resolve.page(f"course:{item['course']}"), required=item["required"])
            for item in data["prerequisites"]
        ]
        page.taught_methods = [CourseMethod(method_id=self.resolve.page(f"method:{key}")) for key in data["methods"]]
        page.told_stories = [CourseStory(story_id=self.resolve.page(f"story:{key}")) for key in data["stories"]]
        keys = [identifier("coach", key) for key in data["coaches"]]
        page.coaches = Coach.objects.filter(translation_key__in=keys, locale=self.loader.source)

    def fill_lesson(self, page: LessonPage, data: dict, language: str) -> None:
        values = self.loader.common(page, data, language, "lesson")
        page.intro, page.minutes, page.required = values["intro"], data["minutes"], data["required"]

    def fill_path(self, page: LearningPathPage, data: dict, language: str) -> None:
        values = self.loader.common(page, data, language, "path")
        page.intro = values["intro"]
        names = [{"type": "item", "value": line} for line in values.get("alternative_names") or []]
        page.alternative_names = self.loader.stream(page, "alternative_names", names, "path", data["key"])
        page.audiences = Audience.objects.filter(code__in=data["audiences"], locale=self.loader.source)
        page.items = [
            PathItem(
                translation_key=identifier("path", data["key"], number),
                locale=self.loader.source,
                page_id=self.resolve.page(":".join(next(pair for pair in item.items() if pair[0] != "why"))),
                why=item["why"],
                sort_order=number,
            )
            for number, item in enumerate(values["items"])
        ]

    # Occasions.

    def occasion(self, course: dict, data: dict, people: list) -> None:
        """Plans an occasion anew, counted from today; those who are not of the example keep their registrations."""
        sessions = [
            OccasionSession(
                start=moment(session["day"], session["start"]),
                end=moment(session["day"], session["end"]),
                place=in_language(session["place"] or "", data["language"], SOURCE),
                map_link=session["map_link"] or "",
                online_address=session["online_address"] or "",
                sort_order=number,
            )
            for number, session in enumerate(data["sessions"])
        ]
        first = min(session.start for session in sessions)
        occasion = CourseOccasion.objects.filter(uid=uid(data)).first() or CourseOccasion(uid=uid(data))
        occasion.course_id = self.resolve.page(f"course:{course['key']}")
        for name in ("capacity", "waiting_maximum", "minimum_participants", "language", "setting", "status"):
            setattr(occasion, name, data[name])
        occasion.cancel_reason = in_language(data.get("cancel_reason") or "", data["language"], SOURCE)
        for name in ("opens", "closes", "cancel_by"):
            field = name if name == "cancel_by" else f"{name}_at"
            setattr(occasion, field, first - datetime.timedelta(days=data[f"{name}_days_before"]))
        # Sessions have been attended: they are changed rather than replaced.
        if occasion.pk:
            kept = list(occasion.sessions.all())
            for session, old in zip(sessions, kept, strict=False):
                session.pk = old.pk
        occasion.sessions = sessions
        occasion.information = [
            OccasionInformation(
                locale=locale,
                before=in_language(data["information_before"], locale.language_code, SOURCE),
                after=in_language(data["information_after"], locale.language_code, SOURCE),
                sort_order=number,
            )
            for number, locale in enumerate([self.loader.source, self.loader.target])
        ]
        occasion.teachers = get_user_model().objects.filter(username="kursledare")
        occasion.save()
        self.registrations(course, occasion, data, people)

    def registrations(self, course: dict, occasion: CourseOccasion, data: dict, people: list) -> None:
        """Signs the example people up anew, for as many seats and places in line as the others leave."""
        Registration.objects.filter(occasion=occasion, user__username__in=plan.PARTICIPANTS).delete()
        left = seats(occasion)
        registered = min(data.get("registered", 0), max(0, left.capacity - left.taken))
        waiting = min(data.get("waiting", 0), left.may_wait)
        now = timezone.now()
        for number, user in enumerate(people[: registered + waiting]):
            has_seat = number < registered
            queued_at = now - datetime.timedelta(days=12, minutes=-37 * number)
            Registration.objects.create(
                user=user,
                occasion=occasion,
                status=RegistrationStatus.REGISTERED if has_seat else RegistrationStatus.WAITING,
                language=SOURCE,
                queued_at=queued_at,
                registered_at=queued_at if has_seat else None,
                practical_needs=plan.NEEDS.get(number, ""),
            )
            for needed in course["prerequisites"]:
                if needed["required"]:
                    self.complete(user, needed["course"], days_ago=40 + number)

    def complete(self, user, key: str, *, days_ago: int) -> None:
        """Lets somebody have completed a course."""
        titles = next(data["title"] for data in reading.every("courses") if data["key"] == key)
        Completion.objects.get_or_create(
            user=user,
            course=page_key("course", key),
            defaults={
                "completed_at": timezone.now() - datetime.timedelta(days=days_ago),
                "code": certificates.new_code(),
                "holder": user.get_full_name(),
                "titles": titles,
            },
        )

    def somebody(self) -> None:
        """The employee whom one signs in as has completed a course, is in the middle of one, and has signed up."""
        user = get_user_model().objects.filter(username=plan.EMPLOYEE).first()
        if user is None:
            return
        completed, running, signed_up = plan.EMPLOYEE_COURSES
        now = timezone.now()
        for key, count in ((completed, None), (running, 2)):
            data = next(data for data in reading.every("courses") if data["key"] == key)
            for number, lesson in enumerate(lessons(data)[:count]):
                moment = now - datetime.timedelta(days=9 - number)
                LessonProgress.objects.get_or_create(
                    user=user,
                    lesson=page_key("lesson", lesson["key"]),
                    defaults={
                        "course": page_key("course", key),
                        "opened_at": moment,
                        "completed_at": moment + datetime.timedelta(minutes=lesson["minutes"]),
                    },
                )
        self.complete(user, completed, days_ago=5)
        for key, status in signed_up.items():
            occasion = CourseOccasion.objects.get(uid=identifier("occasion", key))
            left = seats(occasion)
            has_seat = status == RegistrationStatus.REGISTERED and left.taken < left.capacity
            queued_at = now - datetime.timedelta(days=3)
            defaults = {
                "status": RegistrationStatus.REGISTERED if has_seat else RegistrationStatus.WAITING,
                "language": SOURCE,
                "queued_at": queued_at,
                "registered_at": queued_at if has_seat else None,
            }
            Registration.objects.get_or_create(user=user, occasion=occasion, defaults=defaults)


def moment(day: int, clock: str) -> datetime.datetime:
    """So many days from today, on a weekday, at a time of the portal's time zone."""
    date = timezone.localdate() + datetime.timedelta(days=day)
    date += datetime.timedelta(days=max(0, 7 - date.weekday()) if date.weekday() > 4 else 0)
    return timezone.make_aware(datetime.datetime.combine(date, datetime.time.fromisoformat(clock)))


def remove(kept: dict[str, str]) -> dict[str, int]:
    """Removes the occasions, and what the example users have learned; an occasion that others go to stays."""
    names = [user.username for user in plan.USERS] + plan.PARTICIPANTS
    users = get_user_model().objects.filter(username__in=names)
    Registration.objects.filter(user__in=users).delete()
    keys = page_keys()
    for model in (Completion, LessonProgress, QuizResult, Reflection):
        model.objects.filter(user__in=users, course__in=keys).delete()
    count = 0
    for _course, data in occasions():
        occasion = CourseOccasion.objects.filter(uid=uid(data)).first()
        if occasion is None:
            continue
        if occasion.registrations.exists():
            kept[str(occasion)] = "people have signed up for it"
            continue
        occasion.delete()
        count += 1
    return {"occasions": count}


def held() -> dict:
    """The courses that must stay because an occasion does: translation key and reason."""
    keys = set(CourseOccasion.objects.values_list("course__translation_key", flat=True))
    pages = Page.objects.filter(translation_key__in=keys).values_list("translation_key", flat=True)
    return dict.fromkeys(pages, "there are occasions of it")
