"""The vocabularies as a new portal has them; editors rename, add and retire from there on."""

import uuid

from django.db import migrations

TERMS = {
    "Phase": [
        ("frame", "Ringa in", "Frame", "Vad gäller det, och för vem?", "What is it about, and for whom?"),
        (
            "explore",
            "Undersöka",
            "Explore",
            "Ta reda på hur det verkligen är.",
            "Find out how things really are.",
        ),
        ("focus", "Fokusera", "Focus", "Välj det som betyder mest.", "Choose what matters most."),
        (
            "ideate",
            "Ta fram idéer",
            "Generate ideas",
            "Många idéer först, bedöm sedan.",
            "Many ideas first, judge later.",
        ),
        (
            "test",
            "Testa idéer",
            "Test ideas",
            "Pröva i liten skala och lär.",
            "Try on a small scale and learn.",
        ),
        (
            "realise",
            "Förverkliga",
            "Realise",
            "Inför, följ upp och sprid.",
            "Introduce, follow up and spread.",
        ),
    ],
    "ProblemType": [
        (
            "clear",
            "Enkel",
            "Clear",
            "Orsaken är känd: använd beprövade sätt.",
            "The cause is known: use known practice.",
        ),
        (
            "complicated",
            "Komplicerad",
            "Complicated",
            "Svaret finns: analysera och ta hjälp av dem som kan.",
            "There is an answer: analyse, and ask those who know.",
        ),
        (
            "complex",
            "Komplex",
            "Complex",
            "Svaret finns inte än: pröva i små steg och lär.",
            "There is no answer yet: probe with small tests and learn.",
        ),
    ],
    "Dimension": [
        (
            "structure",
            "Struktur",
            "Structure",
            "Mötesformer, arbetssätt och beslutsvägar.",
            "Meetings, work processes and decision paths.",
        ),
        (
            "culture",
            "Kultur",
            "Culture",
            "Våga prova och misslyckas, skapa, arbeta över gränser.",
            "Dare to try and fail, create, work across borders.",
        ),
    ],
    "Situation": [
        ("understand-challenge", "Förstå en utmaning", "Understand a challenge", "", ""),
        ("many-ideas", "Få fram många idéer", "Get many ideas", "", ""),
        ("choose", "Välja och prioritera", "Choose and prioritise", "", ""),
        ("get-unstuck", "Komma loss", "Get unstuck", "", ""),
        ("involve-residents", "Involvera invånare", "Involve residents", "", ""),
        ("start-team", "Starta ett team", "Start a team", "", ""),
        ("better-meeting", "Förbättra ett möte", "Improve a meeting", "", ""),
        ("test-small", "Testa i liten skala", "Test on a small scale", "", ""),
        ("introduce-spread", "Införa och sprida", "Introduce and spread", "", ""),
        ("learn", "Lära av det som hände", "Learn from what happened", "", ""),
    ],
    "Audience": [
        ("employee", "Medarbetare", "Employee", "", ""),
        ("manager", "Chef", "Manager", "", ""),
        ("project-lead", "Projektledare", "Project lead", "", ""),
        ("facilitator", "Facilitator", "Facilitator", "", ""),
    ],
    "Department": [
        ("staff", "Kommunstaben", "Municipal executive office", "", ""),
        ("education", "Barn- och utbildningsförvaltningen", "Children and education", "", ""),
        ("social-care", "Socialförvaltningen", "Social services", "", ""),
        ("urban-planning", "Samhällsbyggnadsförvaltningen", "Urban planning", "", ""),
        ("culture", "Kulturförvaltningen", "Culture", "", ""),
        ("leisure", "Fritidsförvaltningen", "Leisure", "", ""),
        ("labour-market", "Arbetsmarknadsförvaltningen", "Labour market", "", ""),
        ("environment", "Miljö- och byggnadsförvaltningen", "Environment and building", "", ""),
    ],
    "VisionGoal": [
        (
            "participation",
            "Delaktighet",
            "Participation",
            "Invånarna är med och formar staden.",
            "Residents take part in shaping the city.",
            "10, 16",
        ),
        (
            "skills-supply",
            "Kompetensförsörjning",
            "Skills supply",
            "Fler vill och kan arbeta här.",
            "More people want to and can work here.",
            "4, 8",
        ),
        (
            "climate",
            "Klimat",
            "Climate",
            "Utsläppen minskar och staden tål ett nytt klimat.",
            "Emissions fall and the city copes with a new climate.",
            "7, 13",
        ),
        (
            "growing-city",
            "Växande stad",
            "Growing city",
            "Plats för 100 000 invånare, hållbart byggt.",
            "Room for 100 000 inhabitants, sustainably built.",
            "9, 11",
        ),
        (
            "digital-service",
            "Digital service",
            "Digital service",
            "Enkla tjänster som fungerar för alla.",
            "Simple services that work for everybody.",
            "9, 16",
        ),
        (
            "good-life",
            "Ett gott liv",
            "A good life",
            "Trygghet och hälsa hela livet.",
            "Safety and health throughout life.",
            "3, 10",
        ),
    ],
}


def install(apps, schema_editor):
    Locale = apps.get_model("wagtailcore", "Locale")
    languages = [Locale.objects.get_or_create(language_code=code)[0] for code in ("sv", "en")]
    for model_name, terms in TERMS.items():
        model = apps.get_model("methodbank", model_name)
        for number, (code, *texts) in enumerate(terms):
            key = uuid.uuid5(uuid.NAMESPACE_URL, f"portal:{model_name}:{code}".lower())
            goals = {"un_goals": texts[4]} if len(texts) > 4 else {}
            for locale, name, description in zip(languages, texts[:2], texts[2:4], strict=True):
                model.objects.create(
                    translation_key=key,
                    locale=locale,
                    code=code,
                    name=name,
                    description=description,
                    sort_order=number,
                    **goals,
                )


class Migration(migrations.Migration):
    dependencies = [("methodbank", "0002_initial"), ("wagtailcore", "0098_apitoken")]

    operations = [migrations.RunPython(install, migrations.RunPython.noop)]
