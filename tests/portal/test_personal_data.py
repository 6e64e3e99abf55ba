"""A person sees, takes along and deletes their own data; each kind goes by its rule; nothing is forgotten."""

import json
from datetime import timedelta
from fnmatch import fnmatchcase
from io import StringIO

import pytest
from django.apps import apps
from django.contrib.auth import get_user_model
from django.contrib.sessions.models import Session
from django.core.management import CommandError, call_command
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from wagtail.models import Comment

from home.models import StandardPage
from portal import personal_data
from portal.models import DeletionLog, Mail
from portal.retention import Period, kept
from tests.factories import UserFactory, method

pytestmark = pytest.mark.django_db
PAGE, EXPORT = "/sv/my-data/", "/sv/my-data/export/"


def mail(user, key="ett", **values) -> Mail:
    defaults = {
        "address": user.email,
        "language": "sv",
        "subject": "Välkommen",
        "text": "Du har en plats.",
        "html": "<p>Du har en plats.</p>",
        "sent_at": timezone.now(),
    }
    return Mail.objects.create(key=key, user=user, **{**defaults, **values})


def relations_to_users() -> set[str]:
    """Every column and table of the project that points at a user."""
    found = set()
    for model in apps.get_models(include_auto_created=True):
        for field in [*model._meta.local_fields, *model._meta.local_many_to_many]:
            if field.related_model is get_user_model() and not field.many_to_many:
                found.add(f"{model._meta.label}.{field.name}")
    return found


class TestNothingIsForgotten:
    """A new model with a person in it must say what it is, or why it need not."""

    def covered(self, relation: str) -> list[str]:
        return [
            kind.name for kind in personal_data.kinds() for pattern in kind.covers if fnmatchcase(relation, pattern)
        ]

    def test_every_relation_to_a_user_has_a_kind(self):
        missing = {
            relation
            for relation in relations_to_users()
            if not self.covered(relation) and relation not in personal_data.EXEMPT
        }
        assert missing == set()

    def test_and_only_one(self):
        assert {relation: kinds for relation in relations_to_users() if len(kinds := self.covered(relation)) > 1} == {}

    def test_no_kind_covers_what_does_not_exist(self):
        relations = relations_to_users()
        patterns = {pattern for kind in personal_data.kinds() for pattern in kind.covers}
        idle = {pattern for pattern in patterns if not any(fnmatchcase(item, pattern) for item in relations)}
        assert idle == set()
        assert set(personal_data.EXEMPT) <= relations

    def test_every_kind_is_told_of_in_the_documentation(self, settings):
        text = (settings.BASE_DIR / "docs" / "personal-data.md").read_text(encoding="utf-8")
        assert [kind.name for kind in personal_data.kinds() if f"`{kind.name}`" not in text] == []

    def test_every_period_is_a_setting_that_is_documented(self, settings):
        text = (settings.BASE_DIR / "docs" / "environment.md").read_text(encoding="utf-8")
        for name, (_number, unit) in settings.RETENTION.items():
            assert f"`KEEP_{name.upper()}_{unit.upper()}`" in text


class TestMyData:
    """The page, in both languages, with nothing of anybody else."""

    def test_one_must_be_signed_in(self, client):
        for path in (PAGE, EXPORT, "/sv/my-data/delete/mails/"):
            response = client.get(path)
            assert (response.status_code, response.url.split("?")[0]) == (302, "/login/")

    def test_ones_own_in_plain_words(self, employee, user):
        mail(user)
        html = employee.get(PAGE).content.decode()
        for part in (user.email, "Mejl från portalen", "Du har en plats.", "90 dagar", "Bara du."):
            assert part in html
        assert "Your account" in employee.get("/en/my-data/").content.decode()

    def test_nothing_of_others(self, employee, user):
        other = UserFactory(first_name="Okänd", email="nagon.annan@example.lulea.se")
        mail(other, text="Hemligt besked.")
        method(title="Annans sida", content_owner=other)
        for path in (PAGE, EXPORT):
            text = employee.get(path).content.decode()
            for part in ("Okänd", "nagon.annan", "Hemligt besked", "Annans sida"):
                assert part not in text

    def test_nobody_keeps_a_copy(self, employee):
        for path in (PAGE, EXPORT):
            assert "no-store" in employee.get(path).headers["Cache-Control"]

    def test_an_editors_work_is_there(self, client, admin_user):
        page = method(title="Min metod", content_owner=admin_user)
        Comment.objects.create(page=page, user=admin_user, text="Stämmer det här?", contentpath="title")
        page.save_revision(user=admin_user, log_action=True)
        client.force_login(admin_user)
        html = client.get(PAGE).content.decode()
        for part in ("Min metod", "Stämmer det här?", "Äger sidan"):
            assert part in html

    def test_everything_in_one_file(self, employee, user):
        mail(user)
        response = employee.get(EXPORT)
        assert response.headers["Content-Type"] == "application/json"
        assert "mina-uppgifter" in response.headers["Content-Disposition"]
        data = json.loads(response.content)
        kinds = {item["kind"]: item for item in data["kinds"]}
        assert set(kinds) == set(personal_data.KINDS)
        assert kinds["account"]["rows"][0]["email"] == user.email
        assert kinds["mails"]["rows"][0]["text"] == "Du har en plats."
        assert kinds["mails"]["kept"] == "90 dagar efter att det skickades."
        for item in kinds.values():
            assert all(item[name] for name in ("label", "what", "why", "seen_by", "kept"))

    def test_as_many_queries_for_much_as_for_little(self, employee, user):
        def queries() -> int:
            employee.get(PAGE)
            with CaptureQueriesContext(connection) as captured:
                assert employee.get(PAGE).status_code == 200
            return len(captured)

        mail(user)
        few = queries()
        for number in range(30):
            mail(user, f"mejl-{number}")
        assert queries() == few <= 45
        assert "De första 20 visas." in employee.get(PAGE).content.decode()


class TestDeleting:
    """By POST, after a question; only what need not be kept; only one's own."""

    PATH = "/sv/my-data/delete/mails/"

    def test_it_asks_first(self, employee, user):
        mail(user)
        mail(user, "två", sent_at=None, due_at=timezone.now() + timedelta(days=1))
        html = employee.get(self.PATH).content.decode()
        assert "1 rad raderas på en gång." in html
        assert "1 blir kvar." in html
        assert Mail.objects.exclude(text="").count() == 2

    def test_then_it_is_gone_and_stays_sent(self, employee, user):
        row, other = mail(user), mail(UserFactory(), "annan")
        response = employee.post(self.PATH, follow=True)
        assert "Mejl från portalen: 1 är raderad." in response.content.decode()
        row.refresh_from_db()
        other.refresh_from_db()
        assert (row.text, row.address, row.subject) == ("", "", "")
        assert row.sent_at  # the key keeps it from being sent again
        assert other.text
        log = DeletionLog.objects.get()
        assert (log.kind, log.count) == ("mails", 1)
        assert user.username not in f"{log.rule}{log.kind}"

    def test_twice_is_nothing_more(self, employee, user):
        mail(user)
        employee.post(self.PATH)
        assert "Det fanns inget att radera." in employee.post(self.PATH, follow=True).content.decode()
        assert DeletionLog.objects.count() == 1

    @pytest.mark.parametrize("name", ["account", "editing", "deletion_log", "finns-inte"])
    def test_what_must_be_kept_cannot_be_deleted(self, employee, name):
        path = f"/sv/my-data/delete/{name}/"
        assert employee.get(path).status_code == employee.post(path).status_code == 404

    def test_without_a_token_nothing_goes(self, user):
        client = Client(enforce_csrf_checks=True)
        client.force_login(user)
        mail(user)
        assert client.post(self.PATH).status_code == 403
        assert Mail.objects.exclude(text="").count() == 1


class TestPurge:
    """`manage.py purge`: by rule, told beforehand when asked, and once."""

    def purge(self, *options: str) -> dict[tuple[str, str], str]:
        out = StringIO()
        call_command("purge", *options, stdout=out)
        rows = [line.split("  ") for line in out.getvalue().splitlines()[1:]]
        return {
            (row[0].strip(), next(part for part in row[1:] if part.strip()).strip()): row[-1].strip() for row in rows
        }

    @pytest.fixture
    def old(self, user):
        for number in range(3):
            mail(user, f"gammalt-{number}", sent_at=timezone.now() - timedelta(days=91))
        gone = mail(user, "uppgivet", sent_at=None, due_at=None)
        Mail.objects.filter(pk=gone.pk).update(created_at=timezone.now() - timedelta(days=91))
        mail(user, "nytt", sent_at=timezone.now() - timedelta(days=89))
        mail(user, "väntar", sent_at=None, due_at=timezone.now())
        Session.objects.create(session_key="gammal", session_data="", expire_date=timezone.now() - timedelta(days=1))

    def test_dry(self, old):
        found = self.purge("--dry-run")
        assert found["mails", "sent: 90 days"] == "4"
        assert found["sessions", "expired"] == "1"
        assert Mail.objects.count() == 6
        assert not DeletionLog.objects.exists()

    def test_for_real_and_again(self, old, settings):
        assert self.purge()["mails", "sent: 90 days"] == "4"
        assert set(Mail.objects.values_list("key", flat=True)) == {"nytt", "väntar"}
        assert not Session.objects.filter(session_key="gammal").exists()
        log = {(row.kind, row.count) for row in DeletionLog.objects.all()}
        assert log == {("mails", 4), ("sessions", 1)}
        assert set(self.purge().values()) == {"0"}
        assert DeletionLog.objects.count() == 2

    def test_in_batches(self, old, monkeypatch):
        monkeypatch.setattr(personal_data, "BATCH", 2)
        assert self.purge()["mails", "sent: 90 days"] == "4"

    def test_the_period_is_a_setting(self, old, settings):
        settings.RETENTION = {**settings.RETENTION, "mails": (365, "days")}
        assert self.purge("--dry-run")["mails", "sent: 365 days"] == "0"

    def test_one_that_fails_is_told_of_and_holds_up_no_other(self, old, monkeypatch):
        def broken(now):
            raise RuntimeError("trasig")

        rule = personal_data.Rule("broken", "trasig", broken)
        kind = personal_data.KINDS["account"]
        monkeypatch.setitem(personal_data.KINDS, "account", type(kind)(**{**kind.__dict__, "rules": (rule,)}))
        with pytest.raises(CommandError, match="account, broken: RuntimeError: trasig"):
            self.purge()
        assert not Mail.objects.filter(key__startswith="gammalt").exists()

    def test_the_log_itself_goes_after_three_years(self):
        row = DeletionLog.objects.create(kind="mails", rule="sent", count=1)
        DeletionLog.objects.filter(pk=row.pk).update(at=timezone.now() - timedelta(days=3 * 366))
        self.purge()
        assert not DeletionLog.objects.filter(pk=row.pk).exists()


@pytest.mark.parametrize(
    ("period", "then", "expected"),
    [
        (Period(14, "days"), (2026, 3, 31), (2026, 3, 17)),
        (Period(1, "months"), (2026, 3, 31), (2026, 2, 28)),
        (Period(24, "months"), (2028, 2, 29), (2026, 2, 28)),
        (Period(3, "months"), (2026, 2, 1), (2025, 11, 1)),
    ],
)
def test_periods(period, then, expected):
    now = timezone.make_aware(timezone.datetime(*then, 12))
    assert timezone.localtime(period.before(now)).date().timetuple()[:3] == expected
    assert kept("mails") == Period(90, "days")


class TestTheDeletionLog:
    """For administrators."""

    def test_it_is_theirs(self, admin):
        DeletionLog.objects.create(kind="mails", rule="sent: 90 days", count=12)
        html = admin.get(reverse("deletions_report")).content.decode()
        for part in ("Mejl från portalen", "en tid efter att de skickades, 90 dagar", "12"):
            assert part in html

    @pytest.mark.parametrize("group", ["Kommunikatörer", "Chefredaktörer", "Kursledare"])
    def test_and_nobody_elses(self, client, group):
        client.force_login(UserFactory(groups=[group]))
        assert client.get(reverse("deletions_report")).status_code == 302
        assert reverse("deletions_report") not in client.get(reverse("wagtailadmin_home")).content.decode()


def test_an_account_that_is_removed_takes_what_is_personal_with_it():
    user = UserFactory()
    page = method(title="Kvar", content_owner=user)
    page.save_revision(user=user, log_action=True)
    mail(user, due_at=timezone.now(), sent_at=None)
    user.delete()
    page.refresh_from_db()
    assert page.content_owner is None  # that of the page above, from now on
    assert not Mail.objects.exists()  # not even what waited to be sent
    assert DeletionLog.objects.filter(kind="account", count=1).exists()
    assert StandardPage.objects.exists()


def test_the_way_there(employee, client):
    html = employee.get("/sv/").content.decode()
    assert html.count('href="/sv/my-data/"') == 2  # the person's menu and the footer
    assert client.get("/en/").content.decode().count('href="/en/my-data/"') == 1
