"""What the example content shows off on purpose: translation states, pages to review, broken links, users."""

from dataclasses import dataclass

# Of the 25 methods 18 are translated, 4 are outdated and 3 are missing; of the 10 stories 5 are translated.
METHODS_NOT_TRANSLATED = {"system-map", "data-walk", "futures-scan"}
METHODS_OUTDATED = {"stakeholder-map", "insight-wall", "paper-prototype", "effect-chain"}
STORIES_TRANSLATED = {
    "building-permits",
    "food-waste-jar",
    "chat-nobody-used",
    "language-buddy",
    "young-voices",
}

# Of the 10 courses 6 are translated, with their lessons.
COURSES_NOT_TRANSLATED = {"interview-practice", "structure-and-culture", "become-a-coach", "leading-new-thinking"}

# Pages whose review is overdue, with the days since they were last reviewed.
STALE = {"five-whys": 500, "user-journey": 430, "summer-jobs": 480, "first-week": 420}

# Pages with a link to an address that does not exist on this server.
BROKEN_LINKS = {
    "digital-twin-binder": "/sv/berattelser/finns-inte/",
    "meeting-free-wednesdays": "/documents/0/saknas.pdf",
}

PAGE_ORDER = [
    "get-started", "problem-types", "six-phases", "first-week", "methods", "courses", "coaching", "stories", "glossary",
    "about", "vision-2040", "accessibility", "personal-data", "contact",
]  # fmt: skip
FOOTER = ["accessibility", "personal-data", "contact"]


@dataclass(frozen=True)
class User:
    """Somebody to sign in as."""

    username: str
    first_name: str
    last_name: str
    groups: tuple[str, ...]
    superuser: bool = False


# The last names are roles, not people. The password is the same for all; see `portal.safety`.
USERS = [
    User("admin", "Ada", "Administratör", (), superuser=True),
    User("kommunikator", "Kim", "Kommunikatör", ("Kommunikatörer",)),
    User("chefredaktor", "Charlie", "Chefredaktör", ("Chefredaktörer",)),
    User("sokansvarig", "Sam", "Sökansvarig", ("Sökansvarig",)),
    User("oversattare", "Elin", "Översättare", ("Översättare",)),
    User("kursledare", "Kaj", "Kursledare", ("Kursledare",)),
    User("coach", "Mika", "Innovationscoach", ("Innovationscoacher",)),
    User("samordnare", "Sonja", "Samordnare", ("Coachsamordnare",)),
    User("medarbetare", "Robin", "Medarbetare", ()),
]

# Those who have signed up for the courses: first names with where they work. They cannot sign in.
PEOPLE = [
    ("Alva", "Förskola"), ("Bo", "Hemtjänst"), ("Cilla", "Bygglov"), ("Dan", "Gata och park"),
    ("Elsa", "Bibliotek"), ("Folke", "Skolkök"), ("Greta", "Kontaktcenter"), ("Hugo", "Räddningstjänst"),
    ("Ines", "Kulturskola"), ("Jonna", "Löneenhet"), ("Kalle", "Fastighet"), ("Lova", "Elevhälsa"),
    ("Malte", "It-stöd"), ("Nora", "Äldreboende"), ("Olle", "Miljötillsyn"), ("Petra", "Upphandling"),
    ("Runa", "Grundskola"), ("Stig", "Vatten och avlopp"), ("Tyra", "Gymnasium"), ("Ulf", "Fritidsgård"),
    ("Vera", "Socialtjänst"), ("Walle", "Renhållning"), ("Ylva", "Kommunikation"), ("Åke", "Kartor"),
    ("Ärla", "Daglig verksamhet"), ("Östen", "Arkiv"),
]  # fmt: skip
PARTICIPANTS = [f"deltagare{number:02}" for number in range(1, len(PEOPLE) + 1)]
# What some of them need, by their place in the list of an occasion.
NEEDS = {2: "Glutenfri mat.", 5: "Hörslinga, och plats långt fram.", 9: "Vegetarisk lunch, tack."}

# Who has learned something already: completed, in the middle of, and signed up for (occasion: status).
EMPLOYEE = "medarbetare"
EMPLOYEE_COURSES = (
    "simple-complicated-complex",
    "everyday-innovation",
    {"facilitate-second": "registered", "facilitate-first": "waiting"},
)
