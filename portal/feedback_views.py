"""Where readers answer whether a page helped."""

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.middleware.csrf import get_token
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from portal import feedback
from portal.languages import active_language
from portal.models.feedback import LONGEST_TEXT


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def page_feedback(request: HttpRequest, page_id: int) -> HttpResponse:
    """The question about a page by itself: for browsers without JavaScript, and the parts that scripts put in place.

    404 for a page that the reader may not see, 422 for an answer that makes no sense, 429 for one too many.
    """
    page = feedback.readable_page(request, page_id)
    if page is None:
        raise Http404
    if request.method != "POST":
        given = request.GET.get("given", "")
        state = "ask" if given not in {"yes", "no"} else "done" if request.GET.get("said") else "thanks"
        return _show(request, page, state, feedback_given=given)
    form = feedback.FeedbackForm(request.POST)
    if not form.is_valid():
        chosen = form.cleaned_data.get("helped", "")
        return _show(request, page, "thanks" if chosen else "ask", 422, feedback_given=chosen, feedback_form=form)
    data = form.cleaned_data
    get_token(request)  # there is one: the request would not have come this far. It is read here, whatever sent it.
    answer = feedback.Answer(data["helped"] == "yes", data["text"])
    try:
        feedback.give(page, answer, request.META["CSRF_COOKIE"], active_language().code)
    except feedback.TooMany:
        return _show(
            request, page, "thanks" if data["text"] else "ask", 429, feedback_given=data["helped"], feedback_form=form
        )
    said = "&said=1" if data["text"] else ""
    address = reverse("page_feedback", args=[page.pk])
    return HttpResponseRedirect(f"{address}?given={data['helped']}{said}#feedback", status=303)


def _show(request: HttpRequest, about, state: str, status: int = 200, **context) -> HttpResponse:
    context |= {
        "about": about,
        "feedback_state": state,
        "too_many": status == 429,
        "longest_text": LONGEST_TEXT,
        "feedback_address": reverse("page_feedback", args=[about.pk]),
    }
    return render(request, "pages/feedback.html", context, status=status)
