"""What search is told about methods, packs and stories."""

from django.utils.translation import gettext_lazy as _

from methodbank.listings import group_values, time_values
from methodbank.terms import values
from portal.finding import Kind, SearchFacet, register_facet, register_kind


def register() -> None:
    """Registers kinds and facets; once, when the app is ready."""
    words = {"sv": "metod övning", "en": "method exercise"}
    register_kind(Kind("method", _("Methods"), words=words, drafted_as="methodbank.MethodPage"))
    register_kind(Kind("pack", _("Packs"), words={"sv": "paket metodpaket", "en": "pack"}))
    register_kind(Kind("story", _("Stories"), words={"sv": "berättelse exempel case", "en": "story example case"}))
    register_facet(SearchFacet("phase", _("Phase"), lambda: values("phases"), icon="phase"))
    register_facet(SearchFacet("problem", _("Problem type"), lambda: values("problem_types")))
    register_facet(SearchFacet("dimension", _("Dimension"), lambda: values("dimensions")))
    register_facet(SearchFacet("situation", _("Situation"), lambda: values("situations")))
    register_facet(SearchFacet("time", _("Time"), time_values, words=False))
    register_facet(SearchFacet("group", _("Size of the group"), group_values, words=False))
    register_facet(SearchFacet("audience", _("For whom"), lambda: values("audiences")))
    register_facet(SearchFacet("department", _("Department"), lambda: values("departments")))
