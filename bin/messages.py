"""Collects the interface texts into the catalogues; with --check says what is missing and changes nothing.

The texts in the code are English. In a catalogue of English itself a text is its own translation.
"""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import polib
import upstream

ROOT = Path(__file__).resolve().parent.parent
LANGUAGES = ["sv", "en"]


def catalogue(language: str) -> Path:
    return ROOT / "locale" / language / "LC_MESSAGES" / "django.po"


def collect() -> None:
    """Runs makemessages, without line numbers and dates, which only make noise in the history."""
    arguments = [
        "makemessages",
        "--no-obsolete",
        "--no-wrap",
        "--add-location=file",
        "--ignore=var/*",
        "--ignore=.*",
    ]
    for language in LANGUAGES:
        catalogue(language).parent.mkdir(parents=True, exist_ok=True)
        arguments += ["--locale", language]
    subprocess.run([sys.executable, ROOT / "manage.py", *arguments], cwd=ROOT, check=True, stdout=subprocess.DEVNULL)  # noqa: S603
    for language in LANGUAGES:
        entries = polib.pofile(str(catalogue(language)), wrapwidth=0)
        entries.metadata = {
            "Language": language,
            "MIME-Version": "1.0",
            "Content-Type": "text/plain; charset=UTF-8",
            "Content-Transfer-Encoding": "8bit",
            "Plural-Forms": "nplurals=2; plural=(n != 1);",
        }
        entries.header = f"Interface texts of the portal: {language}."
        entries.sort(key=lambda entry: (entry.msgctxt or "", entry.msgid))
        if language == "en":
            for entry in entries:
                entry.flags = [flag for flag in entry.flags if flag != "fuzzy"]
                if entry.msgid_plural:
                    entry.msgstr_plural = {0: entry.msgid, 1: entry.msgid_plural}
                else:
                    entry.msgstr = entry.msgid
        entries.save()


def faults(language: str) -> list[str]:
    """What is not translated, or only guessed."""
    entries = polib.pofile(str(catalogue(language)))
    found = [f"{language}: not translated: {entry.msgid}" for entry in entries.untranslated_entries()]
    return found + [f"{language}: fuzzy: {entry.msgid}" for entry in entries.fuzzy_entries()]


def main() -> int:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portal.settings.dev")
    sys.path.insert(0, str(ROOT))  # for the settings
    if shutil.which("xgettext") is None:
        print("GNU gettext is missing (Debian: apt-get install gettext).")
        return 1
    if "--check" not in sys.argv:
        collect()
        upstream.update()
        print("\n".join([*(fault for language in LANGUAGES for fault in faults(language)), *upstream.faults()]))
        return 0
    before = {language: catalogue(language).read_bytes() for language in LANGUAGES}
    try:
        collect()
        found = [fault for language in LANGUAGES for fault in faults(language)]
        changed = [language for language in LANGUAGES if catalogue(language).read_bytes() != before[language]]
    finally:
        for language, content in before.items():
            catalogue(language).write_bytes(content)
    found += upstream.faults()
    found += [f"{language}: the catalogue is not up to date: run make messages" for language in changed]
    print("\n".join(found) or "The catalogues are complete.")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
