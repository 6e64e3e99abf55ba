"""Reads the files of the example content."""

from functools import cache
from pathlib import Path

import yaml

FOLDER = Path(__file__).resolve().parent.parent / "example"


@cache
def _read(path: Path):
    return yaml.safe_load(path.read_text(encoding="utf-8"))


def one(name: str):
    """The content of one file."""
    return _read(FOLDER / name)


def every(folder: str) -> list[dict]:
    """The files of a folder in the order of their names."""
    return [_read(path) for path in sorted((FOLDER / folder).glob("*.yaml"))]


def pages() -> list[dict]:
    """The pages that are neither methods nor stories, each after its parent."""
    from home.examples.plan import PAGE_ORDER

    found = {page["key"]: page for page in every("pages")}
    return [found["start"], *(found[key] for key in PAGE_ORDER)]


def image_path(key: str) -> Path:
    return FOLDER / "images" / f"{key}.svg"


def alternative_text(key: str) -> dict[str, str]:
    """What an illustration shows, by language."""
    return one("images/alt.yaml").get(key, {}) if (FOLDER / "images/alt.yaml").exists() else {}
