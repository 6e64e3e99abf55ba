"""Compiles the message catalogues that are newer than their compiled form; needs no gettext."""

from pathlib import Path

import polib

for source in Path(__file__).resolve().parent.parent.glob("locale/*/LC_MESSAGES/*.po"):
    target = source.with_suffix(".mo")
    if not target.exists() or target.stat().st_mtime < source.stat().st_mtime:
        polib.pofile(str(source)).save_as_mofile(str(target))
