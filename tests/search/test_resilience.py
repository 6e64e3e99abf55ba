"""Elasticsearch fails, or has not heard yet: the breaker, the queue, the commands, the health address."""

import json
from collections import Counter
from datetime import timedelta
from io import StringIO

import pytest
from django.core.cache import cache
from django.core.management import CommandError, call_command
from django.db import OperationalError, connection, transaction
from django.test import override_settings
from django.utils import timezone
from elastic_transport import ApiResponseMeta, ConnectionTimeout, HttpHeaders, NodeConfig
from elasticsearch import BadRequestError, NotFoundError
from wagtail.models import Locale, Page

from portal.models import PortalDocument
from search import breaker, configuration, indexing, rebuilding, replaying, spelling, tasks
from search.clauses import Everything, of_text
from search.engine import Request
from search.models import Entry, Rebuild, Synonym, Waiting, Word
from search.status import LATE, health, status
from tests.factories import method

pytestmark = pytest.mark.django_db
NOWHERE = {
    "default": {"BACKEND": "search.backends.elasticsearch", "URL": "http://127.0.0.1:9", "INDEX": "nowhere"},
    "database": {"BACKEND": f"search.backends.{connection.vendor}"},
}


def api_error(kind: type, status: int):
    node = NodeConfig("http", "localhost", 9200)
    return kind("no", ApiResponseMeta(status, "1.1", HttpHeaders(), 0.1, node), {})


@pytest.fixture
def nowhere(settings):
    """An Elasticsearch is configured, and does not answer."""
    settings.WAGTAILSEARCH_BACKENDS = NOWHERE
    return configuration.elasticsearch_engine()


def run(command: str, *arguments) -> tuple[str, int]:
    """What a command prints, and the code it ends with."""
    out = StringIO()
    try:
        call_command(command, *arguments, stdout=out, stderr=out)
    except SystemExit as end:
        return out.getvalue(), end.code
    return out.getvalue(), 0


def test_a_word_added_to_a_synonym_is_corrected_to_at_once():
    synonym = Synonym.objects.create(language=Locale.get_default(), words="zqrxvand\nmöte")
    assert not spelling.is_known("brontofors")
    synonym.words += "\nbrontofors"
    synonym.save()
    assert spelling.is_known("brontofors")
    synonym.delete()
    assert not spelling.is_known("zqrxvand")


class TestBreaker:
    @pytest.mark.parametrize("refusal", [breaker.Refused("no"), api_error(BadRequestError, 400), TypeError("ours")])
    def test_one_question_that_fails_keeps_nobody_from_a_server_that_is_back(self, refusal, monkeypatch):
        """Though it is the one that finds out."""
        breaker.note(ConnectionTimeout("late"))
        monkeypatch.setattr(breaker.time, "time", lambda: timezone.now().timestamp() + breaker.PAUSE + 1)
        with pytest.raises((breaker.Unavailable, TypeError)), breaker.guard():
            raise refusal
        with breaker.guard():
            pass
        assert cache.get(breaker.KEY) is None

    def test_after_a_failure_nobody_asks_for_a_while_and_then_one(self, monkeypatch):
        asked = []

        def ask(error=None):
            with breaker.guard():
                asked.append(1)
                if error:
                    raise error

        ask()
        for error in (ConnectionTimeout("late"), api_error(NotFoundError, 404), breaker.Unfit("old")):
            cache.clear()
            asked.clear()
            with pytest.raises(breaker.Unavailable):
                ask(error)
            assert breaker.is_open()
            with pytest.raises(breaker.Unavailable):
                ask()
            assert len(asked) == 1
        monkeypatch.setattr(breaker.time, "time", lambda: timezone.now().timestamp() + breaker.PAUSE + 1)
        with breaker.guard(), pytest.raises(breaker.Unavailable):
            ask()
        assert not breaker.is_open()
        ask()
        assert cache.get(breaker.KEY) is None

    def test_one_question_that_is_refused_is_answered_by_the_database_alone(self):
        with pytest.raises(breaker.Unavailable), breaker.guard():
            raise api_error(BadRequestError, 400)
        assert not breaker.is_open()

    def test_a_fault_of_ours_is_no_failure_of_the_server(self):
        with pytest.raises(TypeError), breaker.guard():
            raise TypeError
        assert not breaker.is_open()

    def test_wagtails_interface_and_readers_get_the_databases_answer(self, nowhere, client):
        expected = configuration.database_engine().find(Request(of_text("metod"), "sv"))
        with pytest.raises(breaker.Unavailable):
            nowhere.find(Request(of_text("metod"), "sv"))
        assert breaker.is_open()
        found = Page.objects.live().search("metod")
        assert found.count() == len(list(found)) > 0
        assert found.facet("locale_id")
        assert list(Page.objects.autocomplete("met")[:3])
        assert client.get("/sv/search/?q=metod").status_code == 200
        assert expected.total
        assert health() == "degraded"


class TestQueue:
    def test_a_change_waits_once_for_all_that_happens_in_a_transaction(
        self, nowhere, monkeypatch, django_capture_on_commit_callbacks
    ):
        woken = []
        monkeypatch.setattr(tasks, "_enqueue", lambda: woken.append(1))
        with django_capture_on_commit_callbacks(execute=True):
            page = method(title="Zebrarand", slug="z")
            page.save()
        assert woken == [1]
        entry = Entry.objects.get(title="Zebrarand")
        assert Waiting.objects.filter(entry_id=entry.pk).count() > 1

    def test_what_is_rolled_back_does_not_swallow_the_call(
        self, nowhere, monkeypatch, django_capture_on_commit_callbacks
    ):
        woken = []
        monkeypatch.setattr(tasks, "_enqueue", lambda: woken.append(1))
        with django_capture_on_commit_callbacks(execute=True):
            with transaction.atomic():
                method(title="Zebrarand", slug="z")
                transaction.set_rollback(True)
            method(title="Kvastskaft", slug="k")
        assert woken == [1]

    def test_without_elasticsearch_nothing_waits(self):
        method(title="Zebrarand", slug="z")
        assert not Waiting.objects.exists()

    def test_what_does_not_arrive_goes_on_waiting(self, nowhere):
        method(title="Zebrarand", slug="z")
        before = Waiting.objects.count()
        assert replaying.replay() == 0
        assert Waiting.objects.count() == before
        assert Waiting.objects.filter(attempts=1).exists()

    @override_settings(TASKS={"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}})
    def test_the_worker_comes_again_and_tidies_up(self, nowhere):
        from django_tasks_db.models import DBTaskResult

        done = DBTaskResult.objects.create(
            args_kwargs={"args": [], "kwargs": {}},
            task_path=tasks.replay.module_path,
            backend_name="default",
            queue_name="default",
            status="SUCCESSFUL",
            finished_at=timezone.now() - timedelta(days=2),
            run_after=timezone.now(),
        )
        method(title="Zebrarand", slug="z")
        for _ in range(3):
            tasks.replay.call()
        later = DBTaskResult.objects.filter(run_after__gt=timezone.now(), run_after__lt=timezone.now() + LATE)
        assert later.count() == 1
        assert not DBTaskResult.objects.filter(pk=done.pk).exists()
        DBTaskResult.objects.update(enqueued_at=timezone.now() - LATE * 2, run_after=timezone.now())
        assert not status().worker

    def test_a_new_draft_costs_no_analysis(self, nowhere, monkeypatch):
        page = method(title="Zebrarand", slug="z")
        Waiting.objects.all().delete()
        monkeypatch.setattr(indexing, "put", None)
        page.save_revision()
        assert Waiting.objects.count() == 1


class TestCommands:
    def test_all_is_well(self):
        rebuilding.rebuild_database(lambda done, total: None)
        text, code = run("search_status")
        assert code == 0, text
        assert "All is well." in text
        found = json.loads(run("search_status", "--json")[0])
        assert found["problems"] == []
        assert found["entries"] == found["things"] > 200
        assert run("replay_search") == ("There is no Elasticsearch here; the database's index is always in step.\n", 0)

    def test_what_migrations_made_is_in_the_index(self):
        assert Entry.objects.filter(content_type__model="phase").exists()
        Entry.objects.filter(content_type__model="phase").delete()
        assert rebuilding.put_new() > 3
        assert rebuilding.put_new() == 0
        assert Entry.objects.filter(content_type__model="phase").exists()

    def test_another_version_of_the_analysis_and_what_is_missing(self):
        rebuilding.rebuild_database(lambda done, total: None)
        Entry.objects.filter(kind="method").update(analysis=0)
        Entry.objects.filter(kind="story").first().delete()
        Entry.objects.create(content_type=Entry.objects.first().content_type, object_id="999999", title="x")
        text, code = run("search_status")
        assert code == 1
        assert "another version of the analysis" in text
        text, code = run("rebuild_search")
        assert code == 0
        assert "[##############################]" in text
        assert run("search_status")[1] == 0
        assert not Entry.objects.filter(object_id="999999").exists()
        assert Word.objects.filter(entries__gt=5).exists()

    def test_an_index_is_made_anew_without_queries_for_each_thing(self, django_assert_max_num_queries):
        things = rebuilding.expected_entries()
        with django_assert_max_num_queries(3 * things):
            rebuilding.rebuild_database(lambda done, total: None)

    def test_words_that_came_in_while_all_were_counted_stay(self):
        newest = indexing.newest_word()
        method(title="Zebrarand", slug="z")
        indexing.replace_words(Counter({("sv", "klocka"): 7}), newest)
        assert set(Word.objects.values_list("word", "entries")) >= {("klocka", 7), ("zebrarand", 1)}
        assert not Word.objects.filter(word="innovation").exists()

    def test_wagtails_own_command_makes_the_entries_too(self):
        Entry.objects.filter(kind="story").delete()
        Word.objects.all().delete()
        call_command("update_index", verbosity=0, stdout=StringIO())
        assert Entry.objects.filter(kind="story").count() > 5
        assert Word.objects.filter(entries__gt=5).exists()
        assert run("search_status")[1] == 0

    def test_an_unknown_engine(self):
        with pytest.raises(CommandError, match="There is no engine “solr” here"):
            call_command("rebuild_search", "--engine", "solr")

    def test_elasticsearch_does_not_answer(self, nowhere):
        method(title="Zebrarand", slug="z")
        Waiting.objects.update(since=timezone.now() - LATE * 2)
        text, code = run("search_status")
        assert code == 1
        assert "http://127.0.0.1:9 does not answer" in text
        assert "Waiting: " in text
        with pytest.raises(CommandError, match="Elasticsearch failed"):
            call_command("rebuild_search", "--engine", "elasticsearch")
        assert not Rebuild.objects.exists()
        assert run("replay_search")[1] == 1

    def test_a_password_in_the_address_is_not_shown(self, settings):
        settings.WAGTAILSEARCH_BACKENDS = {
            **NOWHERE,
            "default": {**NOWHERE["default"], "URL": "http://anna:hemligt@127.0.0.1:9"},
        }
        for arguments in ((), ("--json",)):
            assert "hemligt" not in run("search_status", *arguments)[0]

    @pytest.mark.elasticsearch
    def test_with_elasticsearch(self, elastic):
        run("rebuild_search", "--engine", "elasticsearch")
        text, code = run("search_status")
        assert code == 0, text
        assert "Its index is as it should be" in text
        assert status().documents == Entry.objects.count()
        assert run("replay_search") == ("0 changes sent, 0 wait.\n", 0)
        elastic.forget()
        run("rebuild_search", "--engine", "elasticsearch")
        assert len(elastic.indices()) == 1


class TestHealth:
    def test_ok(self, client):
        assert client.get("/health/").json() == {"status": "ok", "database": connection.vendor, "search": "ok"}

    def test_degraded_while_the_database_answers(self, client, nowhere):
        assert client.get("/health/").json()["search"] == "ok"
        breaker.note(ConnectionTimeout("late"))
        response = client.get("/health/")
        assert response.status_code == 200
        assert response.json()["search"] == "degraded"
        breaker.close()
        Waiting.objects.create(entry_id=1, since=timezone.now() - LATE * 2)
        assert client.get("/health/").json()["search"] == "degraded"


def test_a_text_too_long_for_any_index_can_still_be_saved(settled):
    text = " ".join(f"o{number}x" for number in range(60_000))
    page = method(title="Zebrarand", slug="z", why=text)
    assert Entry.objects.get(object_id=str(page.pk), title="Zebrarand").body_keys
    assert page.pk in {item.pk for item in Page.objects.search("zebrarand")}


def test_what_cannot_be_analysed_keeps_nobody_from_saving(monkeypatch):
    def fail(objects):
        raise ValueError

    document = PortalDocument.objects.first()
    if document is None:
        pytest.skip("no document")
    monkeypatch.setattr(indexing, "put", fail)
    document.title = "Zebrarand"
    document.save()
    assert PortalDocument.objects.get(pk=document.pk).title == "Zebrarand"


@pytest.mark.elasticsearch
def test_one_document_that_cannot_be_read_stops_no_other(elastic, monkeypatch):
    bad = Entry.objects.exclude(readers="").first()
    original = elastic.mapping_class.document

    def document(self, obj, entry):
        found = original(self, obj, entry)
        return found | {"published": "never"} if entry.pk == bad.pk else found

    monkeypatch.setattr(elastic.mapping_class, "document", document)
    count, unreadable = rebuilding.rebuild_elasticsearch(lambda done, total: None)
    assert list(unreadable) == [bad.pk]
    assert count == Entry.objects.count() - 1
    assert status().refused
    monkeypatch.undo()
    assert replaying.replay() == 1
    assert elastic.find(Request(Everything(), "sv", stop=1_000)).total
    rebuilding.rebuild_elasticsearch(lambda done, total: None)


def test_an_entry_whose_writer_had_to_give_way_is_written_after_the_transaction(
    monkeypatch, django_capture_on_commit_callbacks
):
    page = method(title="Zebrarand")
    put = indexing.put
    refusals = [OperationalError("deadlock detected")]

    def giving_way(objects, **options):
        if refusals:
            raise refusals.pop()
        return put(objects, **options)

    monkeypatch.setattr(indexing, "put", giving_way)
    page.title = "Kvastskaft"
    with django_capture_on_commit_callbacks(execute=True):
        page.save()
        assert not Entry.objects.filter(title="Kvastskaft").exists()
    assert Entry.objects.filter(title="Kvastskaft").exists()


def test_a_thing_that_is_gone_by_then_is_not_written():
    assert tasks.write.call("methodbank.MethodPage", "987654") == "gone"


def test_a_database_that_stays_locked_is_asked_once_more_only(monkeypatch, django_capture_on_commit_callbacks):
    page = method(title="Zebrarand")
    asked = []

    def locked(objects, **options):
        asked.append(objects)
        raise OperationalError("database is locked")

    monkeypatch.setattr(indexing, "put", locked)
    with django_capture_on_commit_callbacks(execute=True):
        page.save()
    assert len(asked) == 2
