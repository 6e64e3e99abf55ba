"""The halves of a double click reach two processes of the portal at the same moment, and are one."""

import uuid

import pytest

from home.models import StandardPage
from methodbank import tips
from methodbank.models import StoryPage, StoryTip
from portal import feedback
from portal.models import Mail, PageFeedback
from tests.committed import at_once, committed  # noqa: F401 a fixture
from tests.factories import UserFactory, source

pytestmark = pytest.mark.usefixtures("committed")


def test_one_answer_to_a_page():
    page = StandardPage.objects.live().filter(locale=source()).first()
    at_once(lambda: feedback.give(page, feedback.Answer(True), "samma hemlighet", "sv"), 4)
    assert PageFeedback.objects.filter(page=page).count() == 1


def test_one_draft_of_a_tip():
    user, key, index = UserFactory(), uuid.uuid4(), tips.story_index()
    before, tip = StoryPage.objects.count(), tips.Tip("Provat", "Svårt", "Gjort", "Blev")
    results = at_once(lambda: tips.send(index, tip, user, key, "sv")[1], 4)
    assert sorted(results) == [False, False, False, True]
    assert StoryTip.objects.filter(user=user).count() == 1
    assert StoryPage.objects.count() == before + 1
    assert Mail.objects.filter(key__startswith="story-tip:").count() == 1


def test_two_people_tip_at_once():
    people, index = iter([UserFactory() for _number in range(4)]), tips.story_index()
    before = set(index.get_children().values_list("pk", flat=True))
    tip = tips.Tip("Provat", "Svårt", "Gjort", "Blev")
    at_once(lambda: tips.send(index, tip, next(people), uuid.uuid4(), "sv"), 4)
    made = index.get_children().exclude(pk__in=before)
    assert len({(page.path, page.slug) for page in made}) == 4
    index.refresh_from_db()
    assert index.numchild == len(before) + 4
