"""The search page, suggestions, and tips about what is missing."""

from datetime import timedelta
from time import time

from django.contrib.contenttypes.models import ContentType
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import render
from django.urls import translate_url
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from portal.languages import active_language
from search import log, parsing, presenting
from search.models import Entry, Missing
from search.models.wishes import LONGEST_MESSAGE
from search.service import hidden_places
from search.showing import search_page
from search.suggesting import search_address, suggest

HOUR = 3_600  # seconds
MOST_TIPS = 5  # of one reader in an hour
MOST_TIPS_OF_ALL = 200  # in an hour: no flood fills the desk
OUTCOMES = {"thanks", "empty", "later"}  # of a tip


@require_safe
def search(request: HttpRequest) -> HttpResponse:
    """Results for `q` and the facets' values, in the reader's language first."""
    page = search_page(request.GET, active_language(), request.user)
    here = request.get_full_path()
    context = {
        "listing": page,
        "token": log.record(page.found, active_language().code, request.headers.get("Referer", "")),
        "found": page.found,
        "query": page.choices.text,
        "hide_header_search": True,  # the page has a field of its own
        "other_languages": [(item, translate_url(here, item.language.code)) for item in page.languages],
        "tip": request.GET["tip"] if request.GET.get("tip") in OUTCOMES else "",
        "longest_message": LONGEST_MESSAGE,
        "longest_query": parsing.LONGEST,
    }
    return render(request, "pages/search.html", context)


@require_safe
def suggestions(request: HttpRequest) -> JsonResponse:
    """Suggestions for what is half typed; with `format=opensearch` as browsers ask for them."""
    text = parsing.clean(request.GET.get("q", ""))
    found = suggest(text, active_language().code, request.user)
    if request.GET.get("format") == "opensearch":
        data = [text, [item.text for item in found]]
    else:
        data = {"query": text, "suggestions": [item.as_dict() for item in found]}
    # They depend on what the reader may see.
    return JsonResponse(data, safe=False, headers={"Cache-Control": "private, max-age=60"})


@require_safe
def go_to(request: HttpRequest, entry: int) -> HttpResponse:
    """On to what was suggested; where it has no page of its own, to where it is found."""
    language = active_language().code
    found = Entry.objects.defer("words").filter(pk=entry, readers__contains=f" {language} ").first()
    if found is None or found.place.startswith(hidden_places(request.user)):
        raise Http404
    model = ContentType.objects.get_for_id(found.content_type_id).model_class()
    obj = model.objects.filter(pk=found.object_id).first() if model else None
    if obj is None:
        raise Http404
    url = presenting.address(obj, found)
    return HttpResponseRedirect(url or search_address(q=found.title, type=found.kind))


@require_POST
def missing(request: HttpRequest) -> HttpResponse:
    """Takes a tip about what is missing. Who sent it is not kept."""
    query = parsing.clean(request.POST.get("q", ""))
    lines = request.POST.get("message", "").splitlines()
    message = "\n".join("".join(letter for letter in line if letter.isprintable()) for line in lines).strip()
    sent = [moment for moment in request.session.get("tips", []) if time() - moment < HOUR]
    recent = Missing.objects.filter(sent__gte=timezone.now() - timedelta(seconds=HOUR))
    if not message:
        outcome = "empty"
    elif len(sent) >= MOST_TIPS or recent.count() >= MOST_TIPS_OF_ALL:
        outcome = "later"
    else:
        Missing.objects.create(
            query=log.normalised(query),
            language=active_language().code,
            message=message[:LONGEST_MESSAGE],
        )
        request.session["tips"] = [*sent, time()]
        outcome = "thanks"
    return HttpResponseRedirect(search_address(q=query, tip=outcome) + "#tip")


@require_safe
def opensearch(request: HttpRequest) -> HttpResponse:
    """Tells browsers how to search the portal, in the language of the address."""
    return render(
        request,
        "search/opensearch.xml",
        {"root": request.build_absolute_uri("/").rstrip("/")},
        content_type="application/opensearchdescription+xml",
    )
