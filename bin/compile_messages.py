"""Compiles the message catalogues that are newer than their compiled form; needs no gettext."""

import os
from pathlib import Path

import polib

ROOT = Path(__file__).resolve().parent.parent


def compile_catalogues() -> None:
    """Writes each .mo file that is missing or older than its .po file."""
    for source in ROOT.glob("locale/**/LC_MESSAGES/*.po"):
        target = source.with_suffix(".mo")
        if not target.exists() or target.stat().st_mtime < source.stat().st_mtime:
            fresh = target.with_suffix(f".{os.getpid()}")
            polib.pofile(str(source)).save_as_mofile(str(fresh))
            fresh.replace(target)


if __name__ == "__main__":
    compile_catalogues()
