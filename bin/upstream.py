"""Swedish for the texts that Wagtail and its companions have not translated yet: `locale/upstream/`.

Each installed app brings a catalogue of English, which has all its texts, and one of Swedish, which may lack some. What
is lacking stands in our own catalogue under `locale/upstream/`, until upstream has it: then it is dropped there.
"""

import re
from importlib import import_module
from pathlib import Path

import polib

ROOT = Path(__file__).resolve().parent.parent
DOMAINS = ("django", "djangojs")
LANGUAGES = ["sv"]  # the admin's languages that are not English
WRONG = {"Publish in "}  # whose translation upstream cannot be read: the space before the language is lost


def catalogue(language: str, domain: str) -> Path:
    """Where our translations of others' texts are."""
    return ROOT / "locale" / "upstream" / language / "LC_MESSAGES" / f"{domain}.po"


def _key(entry: polib.POEntry) -> tuple[str, str]:
    return entry.msgctxt or "", entry.msgid


def _translated(path: Path) -> dict[tuple[str, str], polib.POEntry]:
    if not path.exists():
        return {}
    return {_key(entry): entry for entry in polib.pofile(str(path)) if entry.translated()}


def _folders() -> list[Path]:
    from django.conf import settings

    own = {path.name for path in ROOT.iterdir() if (path / "apps.py").exists()}
    apps = [name for name in ["django.conf", *settings.INSTALLED_APPS] if name not in own]
    return [Path(import_module(name).__file__).parent / "locale" for name in apps]


def collect(language: str, domain: str) -> polib.POFile:
    """The texts that lack a translation upstream, with ours where we have it."""
    ours = _translated(ROOT / "locale" / language / "LC_MESSAGES" / f"{domain}.po")
    known = _translated(catalogue(language, domain))
    found: dict[tuple[str, str], polib.POEntry] = {}
    done = set(ours)
    for folder in _folders():
        english = folder / "en" / "LC_MESSAGES" / f"{domain}.po"
        if not english.exists():
            continue
        translated = _translated(folder / language / "LC_MESSAGES" / f"{domain}.po")
        theirs = {key: entry for key, entry in translated.items() if entry.msgid not in WRONG}
        done |= set(theirs)
        for entry in polib.pofile(str(english)):
            key = _key(entry)
            if entry.obsolete or key in theirs or key in ours:
                continue
            fresh = polib.POEntry(msgid=entry.msgid, msgctxt=entry.msgctxt, msgid_plural=entry.msgid_plural)
            fresh.flags = [flag for flag in entry.flags if flag.endswith("-format")]
            if old := known.get(key):
                fresh.msgstr, fresh.msgstr_plural = old.msgstr, old.msgstr_plural
            elif fresh.msgid_plural:
                fresh.msgstr_plural = {0: "", 1: ""}
            found[key] = fresh
    result = polib.POFile(wrapwidth=0)
    result.header = f"Texts of the installed packages that they have no translation of: {language}."
    result.metadata = {
        "Language": language,
        "MIME-Version": "1.0",
        "Content-Type": "text/plain; charset=UTF-8",
        "Content-Transfer-Encoding": "8bit",
        "Plural-Forms": "nplurals=2; plural=(n != 1);",
    }
    # Another package's translation of the same text serves as well: Django has one catalogue for all.
    result.extend(found[key] for key in sorted(found) if key not in done)
    return result


def _unknown(entry: polib.POEntry) -> set[str]:
    """What a translation wants put in that the text does not give, which would raise when it is shown."""
    placeholder = re.compile(r"%\(\w+\)[sd]|{\w+}|%[sd]")
    given = placeholder.findall(entry.msgid + (entry.msgid_plural or ""))
    wanted = placeholder.findall(" ".join([entry.msgstr, *entry.msgstr_plural.values()]))
    return set(wanted) - set(given)


def update() -> None:
    """Writes the catalogues anew."""
    for language in LANGUAGES:
        for domain in DOMAINS:
            path = catalogue(language, domain)
            path.parent.mkdir(parents=True, exist_ok=True)
            collect(language, domain).save(str(path))


def faults() -> list[str]:
    """What has no translation, neither upstream nor here; and what does not stand here as it should."""
    found = []
    for language in LANGUAGES:
        for domain in DOMAINS:
            wanted, path = collect(language, domain), catalogue(language, domain)
            found += [
                f"{language}: upstream has no translation: {entry.msgid}" for entry in wanted.untranslated_entries()
            ]
            found += [f"{language}: unknown {_unknown(entry)}: {entry.msgid}" for entry in wanted if _unknown(entry)]
            if not path.exists() or path.read_text(encoding="utf-8") != str(wanted):
                found.append(f"{language}: {path.relative_to(ROOT)} is not up to date: run make messages")
    return found
