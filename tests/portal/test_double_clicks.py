"""The halves of a double click reach two processes of the portal at the same moment, and are one."""

import uuid

import pytest

from home.models import StandardPage
from methodbank import tips
from methodbank.models import StoryPage, StoryTip
from portal import feedback
from portal.models import Mail, PageFeedback
from tests.committed import at_once, database_copy
from tests.factories import UserFactory, source


@pytest.fixture(autouse=True)
def _committed(django_db_setup, django_db_blocker, tmp_path):
    with django_db_blocker.unblock(), database_copy(tmp_path):
        yield


def four_times(act) -> list:
    return at_once(*[act] * 4)


def test_one_answer_to_a_page():
    page = StandardPage.objects.live().filter(locale=source()).first()
    four_times(lambda: feedback.give(page, feedback.Answer(True), "samma hemlighet", "sv"))
    assert PageFeedback.objects.filter(page=page).count() == 1


def test_one_draft_of_a_tip():
    user, key, index = UserFactory(), uuid.uuid4(), tips.story_index()
    before, tip = StoryPage.objects.count(), tips.Tip("Provat", "Svårt", "Gjort", "Blev")
    results = four_times(lambda: tips.send(index, tip, user, key, "sv")[1])
    assert sorted(results) == [False, False, False, True]
    assert StoryTip.objects.filter(user=user).count() == 1
    assert StoryPage.objects.count() == before + 1
    assert Mail.objects.filter(key__startswith="story-tip:").count() == 1


def test_two_people_tip_at_once():
    people, index = iter([UserFactory() for _number in range(4)]), tips.story_index()
    before = set(index.get_children().values_list("pk", flat=True))
    tip = tips.Tip("Provat", "Svårt", "Gjort", "Blev")
    four_times(lambda: tips.send(index, tip, next(people), uuid.uuid4(), "sv"))
    made = index.get_children().exclude(pk__in=before)
    assert len({(page.path, page.slug) for page in made}) == 4
    index.refresh_from_db()
    assert index.numchild == len(before) + 4
