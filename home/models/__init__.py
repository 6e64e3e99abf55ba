from home.models.accessibility import AccessibilityStatementPage
from home.models.glossary import GlossaryPage, GlossaryTerm
from home.models.home import HomePage
from home.models.pages import SectionPage, StandardPage

__all__ = [
    "AccessibilityStatementPage",
    "GlossaryPage",
    "GlossaryTerm",
    "HomePage",
    "SectionPage",
    "StandardPage",
]
