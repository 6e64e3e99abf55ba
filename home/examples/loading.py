"""Loads the example content: in Swedish first, then translated as a translator would have done it."""

import datetime
import json
from collections.abc import Callable

from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group
from django.db import transaction
from django.utils import timezone
from wagtail.models import Locale, Page, Site

from home.examples import coach_requests, plan, reading, search_log
from home.examples.courses import Courses
from home.examples.resolving import SOURCE, Resolver, page_key
from home.models import (
    AccessibilityStatementPage,
    GlossaryPage,
    GlossaryTerm,
    HomePage,
    SectionPage,
    StandardPage,
)
from learning.models import Coach, CoachIndexPage, CourseIndexPage
from methodbank.exchange import FORMAT, VERSION
from methodbank.exchange.importing import import_bank
from methodbank.exchange.method_data import stream_value
from methodbank.models import (
    CollectionMethod,
    Department,
    Dimension,
    MethodCollectionPage,
    MethodIndexPage,
    MethodPage,
    Phase,
    ProblemType,
    Situation,
    StoryIndexPage,
    StoryMethod,
    StoryPage,
    VisionGoal,
)
from portal.models import PortalDocument, PortalImage, PortalSettings
from portal.safety import EXAMPLE_PASSWORD
from portal.structured import identifier, in_language
from portal.translating import translate

GROUP = "Exempelanvändare"
CONTACT = {"contact_text": "Innovationsstödet, kommunstaben", "contact_email": "innovation@example.lulea.se"}
TYPES = {
    "home": HomePage,
    "section": SectionPage,
    "standard": StandardPage,
    "glossary": GlossaryPage,
    "accessibility": AccessibilityStatementPage,
    "method_index": MethodIndexPage,
    "story_index": StoryIndexPage,
    "course_index": CourseIndexPage,
    "coach_index": CoachIndexPage,
}
STORY_TEXTS = ["challenge", "approach", "result", "lessons", "what_failed", "next_step"]
STORY_TERMS = {
    "problem_types": ProblemType,
    "phases": Phase,
    "dimensions": Dimension,
    "departments": Department,
    "vision_goals": VisionGoal,
}


class Loader:
    """One load; again, it brings everything back to what the files say."""

    def __init__(self, say: Callable[[str], None]) -> None:
        self.say = say
        self.resolve = Resolver()
        self.source = Locale.objects.get(language_code=SOURCE)
        self.target, _created = Locale.objects.get_or_create(language_code="en")
        self.courses = Courses(self)

    def load(self) -> None:
        """Loads everything."""
        with transaction.atomic():
            self.users()
            self.say("words of the glossary")
            self.terms()
            self.shells()
            self.say("pages")
            for data in reading.pages():
                self.publish("page", data, self.fill_page)
        with transaction.atomic():
            self.say("methods and packs")
            self.methods()
            for data in reading.every("packs"):
                self.publish("pack", data, self.fill_pack)
        with transaction.atomic():
            self.say("stories and coaches")
            for data in reading.every("stories"):
                self.publish("story", data, self.fill_story)
            for data in reading.one("coaches.yaml"):
                self.coach(data)
        with transaction.atomic():
            self.say("courses and occasions")
            self.courses.load()
            self.courses.plan_occasions()
            coach_requests.load()
            self.fill_start()
            self.settings()
        with transaction.atomic():
            self.outdate()
        with transaction.atomic():
            self.say("what people searched for")
            search_log.load()
        # Translations were published when their transactions ended, as they were before they had pages below them.
        Page.fix_tree()

    # Users and settings.

    def users(self) -> None:
        """One user for each role; only where the example content may have users at all."""
        from django.conf import settings

        if not settings.DEBUG:
            return
        example, _created = Group.objects.get_or_create(name=GROUP)
        for role in plan.USERS:
            user, created = get_user_model().objects.get_or_create(
                username=role.username,
                defaults={
                    "first_name": role.first_name,
                    "last_name": role.last_name,
                    "email": f"{role.username}@example.lulea.se",
                    "is_superuser": role.superuser,
                    "is_staff": role.superuser,
                },
            )
            if created:
                user.set_password(EXAMPLE_PASSWORD)
                user.save()
                user.groups.set([example, *Group.objects.filter(name__in=role.groups)])
        for username, (first_name, last_name) in zip(plan.PARTICIPANTS, plan.PEOPLE, strict=True):
            names = {"first_name": first_name, "last_name": last_name, "email": f"{username}@example.lulea.se"}
            user, created = get_user_model().objects.get_or_create(username=username, defaults=names)
            if created:
                user.set_unusable_password()
                user.save()
                user.groups.set([example])

    def settings(self) -> None:
        """Contact and footer links, where nobody has set any."""
        settings = PortalSettings.load()
        if settings.footer_links:
            return
        for name, value in CONTACT.items():
            setattr(settings, name, value)
        settings.footer_links = json.dumps(
            [
                {
                    "type": "link",
                    "value": {"page": self.resolve.page(f"page:{key}")},
                    "id": str(identifier("footer", key)),
                }
                for key in plan.FOOTER
            ]
        )
        settings.save()

    # The tree.

    def shells(self) -> None:
        """Every page with no more than a title, so that pages can refer to each other."""
        site = Site.objects.get(is_default_site=True)
        start = HomePage.objects.filter(translation_key=page_key("page", "start"), locale=self.source).first()
        if start is None:
            start = site.root_page.specific
            start.translation_key = page_key("page", "start")
            start.save(update_fields=["translation_key"])
        for data in reading.pages()[1:]:
            self.shell(TYPES[data["type"]], "page", data, ("page", data["parent"]))
        for kind, folder, model, parent in (
            ("method", "methods", MethodPage, "methods"),
            ("pack", "packs", MethodCollectionPage, "methods"),
            ("story", "stories", StoryPage, "stories"),
        ):
            for data in reading.every(folder):
                self.shell(model, kind, data, ("page", parent))
        self.courses.shells()

    def shell(self, model, kind: str, data: dict, parent: tuple[str, str]) -> None:
        key = page_key(kind, data["key"])
        if not model.objects.filter(translation_key=key, locale=self.source).exists():
            values = in_language(data, SOURCE, SOURCE)
            page = model(
                translation_key=key,
                locale=self.source,
                live=False,
                title=values["title"],
                slug=values["slug"],
                summary=values["summary"],
                owner_unit="Kommunstaben",
                last_reviewed=self.reviewed(data["key"]),
            )
            Page.objects.get(translation_key=page_key(*parent), locale=self.source).add_child(instance=page)

    def reviewed(self, key: str) -> datetime.date:
        """The day of the last review: today, but for some pages whose next one is overdue."""
        return timezone.localdate() - datetime.timedelta(days=plan.STALE.get(key, 0))

    def publish(self, kind: str, data: dict, fill: Callable) -> None:
        """Fills a page, publishes it and its translation."""
        key = page_key(kind, data["key"])
        page = Page.objects.get(translation_key=key, locale=self.source).specific
        fill(page, data, SOURCE)
        page.live = True
        page.save_revision().publish()
        if self.is_translated(kind, data["key"]):
            self.translate(page, data, fill)

    def is_translated(self, kind: str, key: str) -> bool:
        """Whether the plan has the page in both languages."""
        if kind == "story":
            return key in plan.STORIES_TRANSLATED
        return kind not in {"course", "lesson"} or key.split("/")[0] not in plan.COURSES_NOT_TRANSLATED

    def translate(self, page, data: dict, fill: Callable) -> None:
        source = type(page).objects.get(pk=page.pk)
        translated = type(page).objects.get(pk=page.pk)
        fill(translated, data, self.target.language_code)
        translate(source, translated, self.target)

    # What is on the pages.

    def common(self, page, data: dict, language: str, kind: str = "page") -> dict:
        values = in_language(data, language, SOURCE)
        page.title, page.slug, page.summary = values["title"], values["slug"], values["summary"]
        page.draft_title = page.title
        page.show_in_menus = bool(data.get("show_in_menus"))
        if kind == "page" and data["key"] == "start":
            page.show_in_menus = False
        page.illustration_id = self.resolve.image(data["illustration"]) if data.get("illustration") else None
        page.illustration_alt = (
            in_language(reading.alternative_text(data["illustration"]), language, SOURCE)
            if page.illustration_id
            else ""
        ) or ""
        page.owner_unit = "Kommunstaben"
        page.last_reviewed = self.reviewed(data["key"])
        if "body" in values and hasattr(page, "body"):
            page.body = self.stream(page, "body", values["body"] or [], data["key"])
        return values

    def stream(self, page, name: str, items: list[dict], *place: str):
        return stream_value(name, items, self.resolve, *place, model=type(page))

    def fill_page(self, page, data: dict, language: str) -> None:
        values = self.common(page, data, language)
        if data["type"] == "accessibility":
            page.actor, page.service = values["actor"], values["service"]
            page.compliance = data["compliance"]
            page.shortcomings = self.stream(
                page,
                "shortcomings",
                [{"type": "shortcoming", "value": item} for item in values["inaccessible"]],
                "a11y",
            )
            page.assessment_date, page.updated_on = data["assessment_date"], data["updated"]
            page.assessment_method, page.contact = values["assessment_method"], values["contact"]
            page.supervisor, page.complaint_address = values["supervisor"], data["complaint_address"]
        elif data["type"] == "coach_index":
            # The first text stands above the coaches, the rest below them.
            page.intro = values["body"][0]["value"]
            page.body = self.stream(page, "body", values["body"][1:], data["key"])
        elif data["type"] in {"method_index", "story_index", "course_index"}:
            page.intro = "".join(block["value"] for block in values["body"] if block["type"] == "text")
        elif data["type"] == "home":
            page.headline, page.lead = values["headline"], values["lead"]
            self.fill_home(page, values)

    def fill_home(self, page, values: dict) -> None:
        pillars = [
            {"title": item["title"], "text": item["text"], "page": item.get("page")}
            for item in (values["structure"], values["culture"], values["vision"])
        ]
        ways = [{"type": "way", "value": way} for way in values["ways_in"]]
        page.ways_in = self.stream(page, "ways_in", ways, "start")
        page.pillars = self.stream(page, "pillars", [{"type": "pillar", "value": item} for item in pillars], "start")
        page.featured = self.stream(
            page, "featured", [{"type": "page", "value": item} for item in values["featured"]], "start"
        )

    def fill_start(self) -> None:
        """The start page again, now that all it points at is published."""
        self.publish("page", reading.pages()[0], self.fill_page)

    def methods(self) -> None:
        """The methods through the importer, which is what others would use for them too."""
        methods = []
        for data in reading.every("methods"):
            method = {key: value for key, value in data.items() if key not in {"key", "illustration"}}
            method["id"] = data["key"]
            method["languages"] = [SOURCE] if data["key"] in plan.METHODS_NOT_TRANSLATED else [SOURCE, "en"]
            image = PortalImage.objects.filter(pk=self.resolve.image(data["illustration"])).first()
            if image:
                method["illustration"] = image.file_hash
                method["illustration_alt"] = reading.alternative_text(data["illustration"])
            # The importer knows files by their content.
            method["templates"] = [
                {
                    **template,
                    "document": PortalDocument.objects.get(pk=self.resolve.document(template["document"])).file_hash,
                }
                for template in data.get("templates") or []
            ]
            if data["key"] in plan.METHODS_OUTDATED:
                method["facilitator_tips"] = data["facilitator_tips"][:-1]
            methods.append(method)
        import_bank({"format": FORMAT, "version": VERSION, "source_language": SOURCE, "methods": methods})

    def fill_pack(self, page: MethodCollectionPage, data: dict, language: str) -> None:
        values = self.common(page, data, language, "pack")
        page.intro = values["intro"]
        page.items = [
            CollectionMethod(
                translation_key=identifier("pack", data["key"], number),
                locale=self.source,
                method_id=self.resolve.page(f"method:{item['method']}"),
                why=item["why"],
                version=item.get("version", "full"),
                sort_order=number,
            )
            for number, item in enumerate(values["methods"])
        ]

    def fill_story(self, page: StoryPage, data: dict, language: str) -> None:
        values = self.common(page, data, language, "story")
        for name in STORY_TEXTS:
            setattr(page, name, values.get(name) or "")
        for name in ("status", "outcome", "time_spent_hours", "year"):
            setattr(page, name, data[name])
        effects = []
        for effect in values.get("effects") or []:
            day = f"{effect['date']}-01" if effect.get("date") and len(str(effect["date"])) == 7 else effect.get("date")
            effects.append({"type": "effect", "value": {**effect, "date": day}})
        page.effects = self.stream(page, "effects", effects, data["key"])
        quotes = [{"type": "quote", "value": quote} for quote in values.get("quotes") or []]
        page.quotes = self.stream(page, "quotes", quotes, data["key"])
        partners = [{"type": "item", "value": partner} for partner in values.get("partners") or []]
        page.partners = self.stream(page, "partners", partners, data["key"])
        notice = {
            "kind": "note",
            "title": in_language({"sv": "Exempeldata", "en": "Example data"}, language, SOURCE),
            "text": in_language(
                {
                    "sv": "<p>Berättelsen och dess siffror är påhittade för att visa hur portalen fungerar.</p>",
                    "en": "<p>The story and its figures are made up to show how the portal works.</p>",
                },
                language,
                SOURCE,
            ),
        }
        body = [{"type": "callout", "value": notice}]
        if data["key"] in plan.BROKEN_LINKS:
            words = in_language({"sv": "Läs hela underlaget", "en": "Read all of the material"}, language, SOURCE)
            link = f'<p><a href="{plan.BROKEN_LINKS[data["key"]]}">{words}</a></p>'
            body.append({"type": "text", "value": link})
        page.body = self.stream(page, "body", [*(values.get("body") or []), *body], data["key"])
        contact = values["contact"]
        page.contact_role, page.contact_unit = contact["role"], contact["unit"]
        page.contact_mailbox = contact["mailbox"]
        for name, model in STORY_TERMS.items():
            terms = {term.code: term for term in model.objects.filter(locale=self.source)}
            setattr(page, name, [terms[code] for code in data.get(name) or []])
        page.methods_used = [
            StoryMethod(
                translation_key=identifier("story", data["key"], number),
                locale=self.source,
                method_id=self.resolve.page(f"method:{use['method']}"),
                rating=use["rating"],
                comment=use.get("comment") or "",
                sort_order=number,
            )
            for number, use in enumerate(values["methods"])
        ]

    # Snippets.

    def terms(self) -> None:
        rows = reading.one("glossary.yaml")
        for data in rows:
            key = identifier("term", data["key"])
            term = GlossaryTerm.objects.filter(translation_key=key, locale=self.source).first()
            term = term or GlossaryTerm(translation_key=key, locale=self.source)
            self.fill_term(term, data, SOURCE)
            term.save()
        by_key = {str(term.translation_key): term for term in GlossaryTerm.objects.filter(locale=self.source)}
        for data in rows:
            term = by_key[str(identifier("term", data["key"]))]
            others = [by_key.get(str(identifier("term", other))) for other in data.get("see") or []]
            term.see_also = [other for other in others if other]
            term.save()
            translated = GlossaryTerm.objects.get(pk=term.pk)
            self.fill_term(translated, data, self.target.language_code)
            translate(GlossaryTerm.objects.get(pk=term.pk), translated, self.target)

    def fill_term(self, term: GlossaryTerm, data: dict, language: str) -> None:
        values = in_language(data, language, SOURCE)
        term.term, term.definition = values["term"], values["definition"]
        items = [{"type": "item", "value": word} for word in values.get("alternative_terms") or []]
        term.alternative_terms = stream_value("alternative_terms", items, self.resolve, data["key"], model=GlossaryTerm)

    def coach(self, data: dict) -> None:
        key = identifier("coach", data["key"])
        coach = Coach.objects.filter(translation_key=key, locale=self.source).first()
        coach = coach or Coach(translation_key=key, locale=self.source)
        self.fill_coach(coach, data, SOURCE)
        coach.save()
        translated = Coach.objects.get(pk=coach.pk)
        self.fill_coach(translated, data, self.target.language_code)
        translate(Coach.objects.get(pk=coach.pk), translated, self.target)

    def fill_coach(self, coach: Coach, data: dict, language: str) -> None:
        values = in_language(data, language, SOURCE)
        for name in ("name", "role", "presentation"):
            setattr(coach, name, values[name])
        for name in ("languages", "settings", "offers", "capacity"):
            setattr(coach, name, data[name])
        coach.photo_id = self.resolve.image(data["illustration"])
        coach.department = Department.objects.get(code=data["department"], locale=self.source)
        coach.situations = Situation.objects.filter(code__in=data["situations"], locale=self.source)
        keys = [page_key("method", method) for method in data["methods"]]
        coach.methods = MethodPage.objects.filter(translation_key__in=keys, locale=self.source)

    # What is not as it should be, on purpose.

    def outdate(self) -> None:
        """Gives some methods one more tip after they were translated."""
        for data in reading.every("methods"):
            if data["key"] in plan.METHODS_OUTDATED:
                page = MethodPage.objects.get(translation_key=page_key("method", data["key"]), locale=self.source)
                tips = [{"type": "item", "value": tip} for tip in in_language(data["facilitator_tips"], SOURCE, SOURCE)]
                # The same ids as the importer gave, so that only the last tip is new.
                page.facilitator_tips = stream_value("facilitator_tips", tips, self.resolve, data["key"])
                page.save_revision().publish()
