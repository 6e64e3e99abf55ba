"""Elasticsearch fails in every way it can while people search and editors publish: nobody notices, nothing is lost.

A server of its own, and a database of its own that really commits.
"""

import os
import signal
import subprocess
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path

import pytest
from django.core.cache import cache
from django.db import connections
from django.test import Client, override_settings

from methodbank.models import MethodPage
from search import breaker, clauses, configuration, rebuilding, replaying, service
from search.engine import Request
from search.models import Entry, Rebuild, Waiting
from search.status import status
from tests.committed import database_copy
from tests.search.conftest import with_elasticsearch

pytestmark = [
    pytest.mark.elasticsearch,
    pytest.mark.alone,
    pytest.mark.skipif(not os.environ.get("ELASTICSEARCH_URL"), reason="ELASTICSEARCH_URL is not set"),
    pytest.mark.skipif(bool(os.environ.get("DATABASE_URL")), reason="the faults are the same; once is enough"),
]
ROOT = Path(__file__).resolve().parent.parent.parent
READERS, EDITORS = 20, 2
READING = 4  # seconds that a reader looks at an answer; readers do not all ask in the same moment
LONGEST_ANSWER = 3.0  # seconds that a fault may add to what the crowd waits when all is well
CALM = [0.0]  # what it waits then: one process serves all of it here, and the readers' pages stand in line for it
TIMEOUT = 1.5  # as in production
PAUSE = 2  # seconds of the breaker, instead of 30


def services(folder: Path, action: str) -> str:
    # Quick to start is what counts here, not quick in the long run. It steps aside for the readers, whose processors
    # are not the server's anywhere else.
    java = "-XX:TieredStopAtLevel=1"
    environment = {**os.environ, "PORTAL_SERVICES_DIR": str(folder), "PORTAL_SERVICES_JAVA": java}
    command = ["nice", str(ROOT / "bin" / "services"), action, "elasticsearch"]
    return subprocess.run(command, env=environment, check=True, capture_output=True, text=True).stdout  # noqa: S603


class Server:
    """Where the server is, and its process."""

    def __init__(self, folder: Path, address: str) -> None:
        self.folder, self.address = folder, address
        self.find_pid()

    def find_pid(self) -> None:
        home = Path((self.folder / "elasticsearch.home").read_text().strip())
        self.pid = int((home / "pid").read_text())


@pytest.fixture(scope="module")
def server(tmp_path_factory):
    """An Elasticsearch that may be hurt: its address and its process."""
    folder = tmp_path_factory.mktemp("services")
    address = services(folder, "start").partition("=")[2].strip()
    if not address:
        pytest.skip("Elasticsearch cannot be started here")
    found = Server(folder, address)
    yield found
    os.kill(found.pid, signal.SIGCONT)
    services(folder, "stop")


@pytest.fixture(scope="module")
def committed(django_db_setup, django_db_blocker, tmp_path_factory):
    """A copy of the example database, to which threads really commit."""
    with django_db_blocker.unblock(), database_copy(tmp_path_factory.mktemp("faults")):
        yield


@pytest.fixture(scope="module")
def engine(server, committed):
    """The engine of that server; the queue is worked at by `Worker` alone."""
    backends = with_elasticsearch(server.address, "portal_faults")
    backends["default"]["TIMEOUT"] = TIMEOUT
    tasks = {"default": {"BACKEND": "django_tasks.backends.dummy.DummyBackend"}}
    with override_settings(WAGTAILSEARCH_BACKENDS=backends, TASKS=tasks), pytest.MonkeyPatch.context() as patch:
        patch.setattr(breaker, "PAUSE", PAUSE)
        found = configuration.elasticsearch_engine()
        patch.setattr("search.backends.elasticsearch.TRUSTED", 0.5)
        yield found


def rebuilt() -> None:
    rebuilding.rebuild_elasticsearch(lambda done, total: None, restart=True)
    cache.clear()


@pytest.fixture
def sound(engine):
    """The engine with an index that is as it should be."""
    rebuilt()
    return engine


class Crowd:
    """Readers who search and editors who publish, and a worker, until it is told to stop."""

    def __init__(self) -> None:
        self.stop = threading.Event()
        self.slowest, self.statuses, self.errors = 0.0, [], []
        self.fell_back, self.answers = 0, 0
        self.titles: dict[int, str] = {}

    def reader(self, number: int) -> None:
        client = Client(raise_request_exception=False)
        addresses = ["/sv/search/?q=metod", "/sv/search/?q=innovationsplattform", "/health/"]
        turn = number
        self.stop.wait(READING * number / READERS)
        while not self.stop.is_set():
            began = time.perf_counter()
            self.statuses.append(client.get(addresses[turn % len(addresses)]).status_code)
            self.slowest = max(self.slowest, time.perf_counter() - began)
            turn += 1
            self.stop.wait(READING)

    def asker(self) -> None:
        from django.contrib.auth.models import AnonymousUser

        while not self.stop.is_set():
            found = service.search("idéer", language="sv", user=AnonymousUser())
            assert found.total
            self.answers += 1
            self.fell_back += found.fell_back
            self.stop.wait(0.4)

    def editor(self, number: int) -> None:
        pages = list(MethodPage.objects.filter(locale__language_code="sv", live=True).order_by("pk")[number::EDITORS])
        turn = 0
        while not self.stop.is_set():
            page = MethodPage.objects.get(pk=pages[turn % len(pages)].pk)
            page.title = f"Zebra{number}{turn} {page.title[-40:]}"
            began = time.perf_counter()
            page.save_revision().publish()
            self.slowest = max(self.slowest, time.perf_counter() - began)
            self.titles[page.pk] = page.title
            turn += 1
            self.stop.wait(1)

    def worker(self) -> None:
        while not self.stop.is_set():
            replaying.replay()
            self.stop.wait(0.3)

    def run(self, work, *arguments) -> None:
        try:
            work(*arguments)
        except Exception as error:
            self.errors.append(error)
            raise
        finally:
            connections.close_all()

    @contextmanager
    def at_work(self):
        work = [(self.reader, n) for n in range(READERS - 1)] + [(self.asker,), (self.worker,)]
        work += [(self.editor, n) for n in range(EDITORS)]
        with ThreadPoolExecutor(len(work)) as pool:
            for item in work:
                pool.submit(self.run, *item)
            try:
                yield self
            finally:
                self.stop.set()
        assert self.errors == []
        assert set(self.statuses) == {200}
        assert self.slowest < LONGEST_ANSWER + max(CALM)
        assert len(self.titles) > 1


def asked_by_all(crowd: Crowd) -> None:
    """Waits until as many have been answered, from now on, as there are readers."""
    answered = len(crowd.statuses)
    for _ in range(150):
        if len(crowd.statuses) >= answered + READERS - 1:
            return
        time.sleep(0.1)
    raise AssertionError("readers wait for their answers")


def fallen_back(crowd: Crowd) -> None:
    """Waits until the database has answered somebody."""
    for _ in range(120):
        if crowd.fell_back:
            return
        time.sleep(0.1)
    raise AssertionError("the database has answered nobody")


def settled(engine, crowd: Crowd) -> None:
    """Everything arrives in the end, and the server answers again."""
    for _ in range(100):
        cache.clear()
        replaying.replay()
        if not Waiting.objects.exists():
            break
        time.sleep(0.2)
    assert not Waiting.objects.exists()
    engine.es.indices.refresh(index=engine.alias)
    assert engine.es.count(index=engine.alias)["count"] == Entry.objects.count()
    for pk, title in crowd.titles.items():
        answer = engine.find(Request(clauses.of_text(title.split()[0]), "sv"))
        assert str(pk) in Entry.objects.filter(pk__in=answer.ids).values_list("object_id", flat=True), title
    assert status().index == "ok"


@contextmanager
def crowded(engine):
    with Crowd().at_work() as crowd:
        time.sleep(1)
        yield crowd
    settled(engine, crowd)
    assert crowd.answers


def test_a_save_before_the_first_rebuild(engine):
    """Nothing makes an index that is not ours; readers are answered; the rebuild has it all."""
    assert status().index == "missing"
    pages = MethodPage.objects.filter(live=True, locale__language_code="sv")
    pages.first().save_revision().publish()
    pages.last().delete()
    assert replaying.replay() == 0
    assert Waiting.objects.exists()
    assert not engine.es.indices.exists(index=engine.alias)
    assert Client().get("/sv/search/?q=metod").status_code == 200
    rebuilt()
    assert not Waiting.objects.exists()
    assert status().index == "ok"


def test_all_is_well(sound):
    """The measure of the others: the same crowd without a fault."""
    with Crowd().at_work() as crowd:
        asked_by_all(crowd)
        CALM.append(crowd.slowest)
    assert not crowd.fell_back


def test_hung(sound, server):
    with crowded(sound) as crowd:
        os.kill(server.pid, signal.SIGSTOP)
        asked_by_all(crowd)
        fallen_back(crowd)
        os.kill(server.pid, signal.SIGCONT)


def test_index_deleted(sound):
    with Crowd().at_work() as crowd:
        time.sleep(0.5)
        for name in sound.indices():
            sound.es.indices.delete(index=name)
        asked_by_all(crowd)
        fallen_back(crowd)
        assert not sound.es.indices.exists(index=sound.alias)
        rebuilt()
        time.sleep(1)
    settled(sound, crowd)


def test_disk_full(sound):
    """Searching goes on, writing waits."""
    with crowded(sound) as crowd:
        block = {"index.blocks.read_only_allow_delete": True}
        sound.es.indices.put_settings(index=sound.alias, settings=block)
        with pytest.raises(Exception, match=r"block|rebuild|disk"):
            sound.es.index(index=sound.alias, id="x", document={})
        # The server looks at its disk now and then, and may lift the block by itself from here on.
        for _ in range(120):
            if Waiting.objects.filter(attempts__gt=0).exists():
                break
            time.sleep(0.1)
        else:
            raise AssertionError("no write has been refused")
        asked_by_all(crowd)
        block = {"index.blocks.read_only_allow_delete": None}
        sound.es.indices.put_settings(index=sound.alias, settings=block)


@pytest.mark.parametrize("kind", ["old", "foreign"])
def test_an_index_that_is_not_fit(sound, kind):
    """Of an older version, or made by mistake under our name: noticed, not believed, made anew by one command."""
    for name in sound.indices():
        sound.es.indices.delete(index=name)
    if kind == "old":
        mappings = {"_meta": {"mark": "0", "analysis_version": 0}, "properties": {"readers": {"type": "text"}}}
        sound.es.indices.create(index="portal_faults-20200101-old", mappings=mappings, aliases={sound.alias: {}})
    else:
        sound.es.index(index=sound.alias, id="1", document={"readers": "sv", "title_keys": "metod"})
    with Crowd().at_work() as crowd:
        asked_by_all(crowd)
        assert crowd.fell_back == crowd.answers > 0
        assert status().index == kind
        assert any("rebuild_search" in problem for problem in status().problems)
    rebuilt()
    settled(sound, crowd)
    assert len(sound.indices()) == 1


def test_a_rebuild_loses_nothing_and_goes_on(sound, monkeypatch):
    """Interrupted, then finished, while editors publish."""
    monkeypatch.setattr(rebuilding, "DOCUMENTS", 40)

    def interrupted(done: int, total: int) -> None:
        if done > total // 2:
            raise KeyboardInterrupt

    with crowded(sound) as crowd:
        with pytest.raises(KeyboardInterrupt):
            rebuilding.rebuild_elasticsearch(interrupted)
        left = Rebuild.objects.get()
        assert left.last_entry
        assert any("interrupted" in problem for problem in status().problems)
        seen = []
        time.sleep(1)
        rebuilding.rebuild_elasticsearch(lambda done, total: seen.append(done))
        assert seen[0] > 0
        assert left.index in sound.es.indices.get_alias(name=sound.alias)
    assert not Rebuild.objects.exists()
    assert crowd.titles


def test_two_rebuilds_at_once(sound, monkeypatch):
    monkeypatch.setattr(rebuilding, "DOCUMENTS", 100)

    def another(done: int, total: int) -> None:
        if done == 0:
            with pytest.raises(rebuilding.Busy):
                rebuilding.rebuild_elasticsearch(lambda done, total: None)

    rebuilding.rebuild_elasticsearch(another)
    assert len(sound.indices()) == 1


def test_stopped_and_started_again(sound, server):
    """The server dies, and comes back at its address with its data."""
    with crowded(sound) as crowd:
        os.kill(server.pid, signal.SIGKILL)
        asked_by_all(crowd)
        fallen_back(crowd)
        services(server.folder, "restart")
        server.find_pid()
