"""Measures the portal on generated content: one database and one size for each run of this file; see bin/bench.py.

Times are those of the WSGI application in this process, signed in, without a network in between. The floor is a Django
view with session and user that returns a string as long as the method page; it is measured in turns with the pages,
so that a busy machine slows both.
"""

import gzip
import json
import os
import re
import statistics
import sys
import time
from collections.abc import Callable
from io import BytesIO
from pathlib import Path

WARM = 60  # requests for each warm time
FIRST = 15  # pages that nobody has seen
EMPTIED = 3  # times that the memory is emptied, as a publication does
TURNS = 6  # in which floor and pages are measured one after the other
FLOOR = [
    "tests.performance.bench.at_the_floor",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
]
floor_text = ""


def floor(request):
    """The least that any page of a signed-in reader costs."""
    from django.http import HttpResponse

    return HttpResponse(f"{request.user.get_username()}{floor_text}"[: len(floor_text)])


def at_the_floor(get_response):
    """Leads every address to the floor. Changing the setting instead would empty Django's memory of addresses."""

    def middleware(request):
        request.urlconf = "tests.performance.floor_urls"
        return get_response(request)

    return middleware


def application(**settings) -> Callable[[str], str]:
    """Fetches addresses from a WSGI application of its own, made with these settings, as a signed-in employee."""
    from django.conf import settings as project
    from django.contrib.auth import get_user_model
    from django.core.handlers.wsgi import WSGIHandler
    from django.test import Client
    from django.test.utils import override_settings

    user, _created = get_user_model().objects.get_or_create(username="matare")
    client = Client()
    client.force_login(user)
    cookie = f"{project.SESSION_COOKIE_NAME}={client.cookies[project.SESSION_COOKIE_NAME].value}"
    with override_settings(**settings):
        handler = WSGIHandler()

    def fetch(address: str) -> str:
        path, _mark, query = address.partition("?")
        environ = {
            "REQUEST_METHOD": "GET",
            "PATH_INFO": path,
            "QUERY_STRING": query,
            "SERVER_NAME": "localhost",
            "SERVER_PORT": "80",
            "HTTP_HOST": "localhost",
            "HTTP_COOKIE": cookie,
            "SERVER_PROTOCOL": "HTTP/1.1",
            "wsgi.url_scheme": "http",
            "wsgi.input": BytesIO(),
            "wsgi.errors": sys.stderr,
        }
        status: list[str] = []
        response = handler(environ, lambda code, headers: status.append(code))
        content = b"".join(response)
        response.close()
        if status != ["200 OK"]:
            raise RuntimeError(f"{address} answered {status}")
        return content.decode()

    return fetch


def timed(fetch: Callable[[str], str], address: str, clock=time.thread_time) -> float:
    """Milliseconds of one request: of the processor, or of the clock on the wall."""
    start = clock()
    fetch(address)
    return (clock() - start) * 1000


def weight(html: str) -> int:
    """Bytes of the page with its styles and scripts, compressed, images apart."""
    from django.conf import settings
    from django.contrib.staticfiles import finders

    links = re.findall(r'<link rel="stylesheet" href="([^"]+)"|<script[^>]* src="([^"]+)"', html)
    parts = [html.encode()]
    for address in filter(None, (style or script for style, script in links)):
        found = finders.find(address.removeprefix(settings.STATIC_URL)) if "theme.css" not in address else None
        content = Path(found).read_bytes() if found else b""
        parts.append(content)
        modules = re.findall(rb'(?:import|from)\s*\(?"\./([^"]+)"', content) if address.endswith(".js") else []
        parts += [(Path(found).parent / name.decode()).read_bytes() for name in modules]
    return sum(len(gzip.compress(part)) for part in parts if part)


def pages() -> dict[str, list[str]]:
    """What is measured: names and addresses; where there are many of a kind, the later ones nobody has seen."""
    from methodbank.models import MethodPage, StoryPage
    from portal.languages import all_languages

    def last(model) -> list[str]:
        found = model.objects.filter(live=True, locale_id=all_languages()[0].pk).order_by("-path")
        return [page.get_url() for page in found[: FIRST + 1]]

    return {
        "method": last(MethodPage),
        "story": last(StoryPage),
        "method index": ["/sv/metoder/"],
        "method index, filtered": ["/sv/metoder/?phase=ideate&time=60&page=2"],
        "start page": ["/sv/"],
        "glossary": ["/sv/ordlista/"],
    }


def low(times: list[float]) -> float:
    """The lower quartile: what a request takes when the machine does nothing else meanwhile."""
    return statistics.quantiles(times, n=4)[0] if len(times) > 1 else times[0]


def measure() -> dict:
    """Milliseconds by page: first view, warm, and with an emptied memory; the floor; the pages' weights in kB.

    They are the processor's: other work on the machine hardly disturbs them. On PostgreSQL the server's share is not
    among them, so the warm pages are measured on the wall's clock too.
    """
    global floor_text
    from portal import content_cache

    found = pages()
    portal = application()
    bottom = application(MIDDLEWARE=FLOOR)
    html = {name: portal(addresses[0]) for name, addresses in found.items()}
    floor_text = "x" * len(html["method"])
    rows: dict[str, dict[str, float]] = {name: {"weight": weight(text) / 1000} for name, text in html.items()}
    for name, addresses in found.items():
        if len(addresses) > 1:
            rows[name]["first"] = low([timed(portal, address) for address in addresses[1:]])
    floors: list[float] = []
    warm: dict[str, list[float]] = {name: [] for name in found}
    for _turn in range(TURNS):
        bottom("/")
        floors += [timed(bottom, "/") for _time in range(WARM // TURNS)]
        for name, addresses in found.items():
            portal(addresses[0])
            warm[name] += [timed(portal, addresses[0]) for _time in range(WARM // TURNS)]
    for name, addresses in found.items():
        rows[name]["warm"] = low(warm[name])
        rows[name]["wall"] = low([timed(portal, addresses[0], time.perf_counter) for _time in range(WARM)])
        emptied = []
        for _time in range(EMPTIED):
            content_cache.clear()
            emptied.append(timed(portal, addresses[0]))
        rows[name]["emptied"] = low(emptied)
    return {"floor": low(floors), "pages": rows}


def main() -> None:
    """Fills the database of DATABASE_URL with as many pages as the argument says, measures, and prints JSON."""
    os.environ["DJANGO_SETTINGS_MODULE"] = "portal.settings.test"
    import django

    django.setup()
    from tests.performance.content import fill

    start = time.perf_counter()
    fill(int(sys.argv[1]))
    filled = time.perf_counter() - start
    print(json.dumps({**measure(), "filled": filled}))  # noqa: T201 its output is read by bin/bench.py


if __name__ == "__main__":
    sys.modules["tests.performance.bench"] = sys.modules["__main__"]
    main()
