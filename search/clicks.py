"""Where the results page tells that a result was opened."""

from django.http import HttpRequest, HttpResponse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from search import log


@csrf_exempt  # it changes nothing but a figure, and its token is signed
@require_POST
def click(request: HttpRequest) -> HttpResponse:
    """Counts an opened result: `token`, `rank` and `entry` (the group key). Says nothing of whether it was taken."""
    log.clicked(request.POST.get("token", ""), request.POST.get("rank", ""), request.POST.get("entry", ""))
    return HttpResponse(status=204)
