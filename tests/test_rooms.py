"""Imports run one way: portal ← methodbank ← learning ← home; search knows only portal.

The room `home` joins the others: its example content fills the search log too.
"""

import ast
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
APPS = {"portal", "methodbank", "learning", "home", "search"}
MAY_IMPORT = {
    "portal": set(),
    "methodbank": {"portal"},
    "learning": {"portal", "methodbank"},
    "home": {"portal", "methodbank", "learning", "search"},
    "search": {"portal"},
}
# The addresses join all rooms.
EXEMPT = {"portal/urls.py"}


def imported(path: Path) -> set[str]:
    found = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found |= {name.name.split(".")[0] for name in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            found.add(node.module.split(".")[0])
    return found & APPS


@pytest.mark.parametrize("app", sorted(APPS))
def test_imports_run_one_way(app):
    wrong = {
        str(path.relative_to(ROOT)): sorted(imported(path) - MAY_IMPORT[app] - {app})
        for path in (ROOT / app).rglob("*.py")
        if "migrations" not in path.parts and str(path.relative_to(ROOT)) not in EXEMPT
    }
    assert {path: apps for path, apps in wrong.items() if apps} == {}
