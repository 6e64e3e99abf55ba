"""What readers say of pages: who sees it, and marking it as dealt with."""

from django.db.models import Case, Count, F, FloatField, Max, OuterRef, Q, QuerySet, Subquery, Value, When
from django.db.models.functions import Cast, Coalesce
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST
from wagtail.admin import messages
from wagtail.admin.auth import require_admin_access
from wagtail.models import Page
from wagtail.permission_policies.pages import PagePermissionPolicy

from portal.editing.reviews import Owners
from portal.models import PageFeedback


def pages_of(user) -> QuerySet:
    """The pages whose feedback the person sees: those that they may edit, and those that they own."""
    editable = PagePermissionPolicy().instances_user_has_permission_for(user, "change")
    return Page.objects.filter(Q(pk__in=editable.values("pk")) | Owners().owned_by([user]), depth__gt=1)


def feedback_for(user) -> QuerySet:
    """The answers that the person sees."""
    return PageFeedback.objects.filter(page__in=pages_of(user).values("pk"))


def new_texts_on_own_pages(user) -> QuerySet:
    """What readers wrote on pages that the person owns, and that is not dealt with yet; the newest first."""
    own = Page.objects.filter(Owners().owned_by([user]))
    found = PageFeedback.objects.filter(page__in=own.values("pk"), dealt_on=None).exclude(text="")
    return found.select_related("page")


def may_see(user) -> bool:
    """Whether there is a list for the person at all."""
    policy = PagePermissionPolicy()
    return policy.user_has_any_permission(user, ["change", "publish"]) or user.pk in Owners().paths.values()


def _count(**conditions):
    rows = PageFeedback.objects.filter(page=OuterRef("pk"), **conditions).order_by().values("page")
    return Coalesce(Subquery(rows.annotate(number=Count("pk")).values("number")), 0)


def with_figures(pages: QuerySet) -> QuerySet:
    """Pages that somebody has answered about, with how many said yes and no, and what is not dealt with."""
    latest = PageFeedback.objects.filter(page=OuterRef("pk")).order_by().values("page")
    written = PageFeedback.objects.filter(page=OuterRef("pk"), dealt_on=None).exclude(text="")
    texts = written.order_by().values("page").annotate(number=Count("pk")).values("number")
    return (
        pages.annotate(
            yes=_count(helped=True),
            no=_count(helped=False),
            new_texts=Coalesce(Subquery(texts), 0),
            latest=Subquery(latest.annotate(last=Max("given_on")).values("last")),
        )
        .annotate(total=F("yes") + F("no"))
        .filter(total__gt=0)
        .annotate(
            share=Case(
                When(total__gt=0, then=Cast(F("yes"), FloatField()) * 100 / F("total")),
                default=Value(0.0),
            )
        )
    )


@require_POST
@require_admin_access
def dealt_with(request: HttpRequest, answer_id: int) -> HttpResponse:
    """Marks an answer as dealt with, or takes the mark away (`undo`). 404 for one on somebody else's page."""
    answer = get_object_or_404(feedback_for(request.user), pk=answer_id)
    answer.dealt_on = None if request.POST.get("undo") else timezone.localdate()
    answer.save(update_fields=["dealt_on"])
    messages.success(request, _("It is dealt with.") if answer.dealt_on else _("It is not dealt with."))
    target = request.POST.get("next", "")
    safe = url_has_allowed_host_and_scheme(target, {request.get_host()}, require_https=request.is_secure())
    return redirect(target if safe else "feedback_report")
