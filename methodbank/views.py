"""What readers do in the method bank beside reading: tip about a story."""

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from methodbank import tips
from methodbank.tip_form import TipForm
from portal import navigation
from portal.languages import active_language, all_languages, localized


@login_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def story_tip(request: HttpRequest) -> HttpResponse:
    """The form, and what it sends. 404 where the portal has no list of stories; 422 with what was written kept."""
    index = tips.story_index()
    if index is None:
        raise Http404
    form = TipForm(request.POST or None, user=request.user)
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            language = active_language().code
            try:
                tips.send(index, form.tip(), request.user, form.cleaned_data["key"], language)
            except tips.TooMany:
                form.add_error(None, _("You have sent many tips today. Send the next one tomorrow."))
                status = 429
            else:
                return HttpResponseRedirect(reverse("story_tip_thanks"), status=303)
    context = {
        "form": form,
        "stories": localized(index),
        "other_language": all_languages()[0] if active_language() != all_languages()[0] else None,
        **navigation.place(_("Tip us about a story"), localized(index)),
    }
    return render(request, "methodbank/story_tip.html", context, status=status)


@login_required
@never_cache
@require_safe
def story_tip_thanks(request: HttpRequest) -> HttpResponse:
    """What happens now with the tip."""
    stories = localized(tips.story_index())
    context = {"stories": stories, **navigation.place(_("Thank you for the tip"), stories)}
    return render(request, "methodbank/story_tip_thanks.html", context)
