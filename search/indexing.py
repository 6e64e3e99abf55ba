"""Writes entries, and keeps those of a thing's translations in step with each other."""

from collections import Counter
from collections.abc import Iterable

from django.contrib.contenttypes.models import ContentType
from django.db import connection, transaction
from django.db.models import Max
from modelsearch.index import class_is_indexed

from portal.content_cache import one_version
from search.describing import clipped, describe, is_document, is_shown, known_texts, may_be_misspelled, readers
from search.models import Entry, Waiting, Word
from search.text import words

# From a thing and its translations together.
DERIVED = ["readers", "place", "other_title_keys", "other_keys", "other_title_words"]
IDENTITY = ["content_type", "object_id"]
FIELDS = [
    field.name for field in Entry._meta.get_fields() if field.concrete and field.name not in {"id", *IDENTITY, *DERIVED}
]
STREAMS = ["title_keys", "title_words", "lead_keys", "body_keys"]
COMPARED = ["content_type_id", "group_key", "language", *DERIVED, *STREAMS]
BATCH = 200
LONGEST_PLACE = Entry._meta.get_field("place").max_length
LOCK_SPACE, LOCKS = 4_711, 0b111111  # the first number of our locks in PostgreSQL, and the highest second one


@one_version()
def put(objects: list, *, remember: bool = True) -> list[Entry]:
    """Writes the entries of objects of one model; again, it brings them up to date. In the caller's transaction.

    Without `remember` their words are left to the caller (`count_words`).
    """
    if not objects or not class_is_indexed(type(objects[0])):
        return []
    if is_document(objects[0]):
        texts = known_texts(objects)
        for obj in objects:
            obj.known_text = texts.get(obj.pk, "")
    entries = [describe(obj) for obj in objects]
    for entry, obj in zip(entries, objects, strict=True):
        # What is shown is settled below, among the translations; what is not shown has no readers.
        entry.readers = readers(entry.language, [entry.language]) if is_shown(obj) else ""
    keys = {entry.group_key for entry in entries if entry.group_key}
    with transaction.atomic():
        alone(keys)
        translations = _translations(keys, entries)
        theirs = {entry.pk for entry in translations}
        changed = [entry for entry in _settle(entries + translations) if entry.pk in theirs]
        Entry.objects.bulk_create(
            entries,
            batch_size=BATCH,
            update_conflicts=True,
            unique_fields=IDENTITY,
            update_fields=[*FIELDS, *DERIVED],
        )
        Entry.objects.bulk_update(changed, DERIVED, batch_size=BATCH)
        if remember:
            _remember_words(entries)
        wait_for(entry.pk for entry in entries + changed)
    return entries


def _translations(keys: Iterable[str], entries: list[Entry]) -> list[Entry]:
    """The entries of the things' other versions, as the index has them. The things are of one model."""
    written = {"content_type": entries[0].content_type_id, "object_id__in": [entry.object_id for entry in entries]}
    return list(Entry.objects.filter(group_key__in=keys).exclude(**written).only(*COMPARED))


def touch(obj) -> None:
    """An object changed in what the administration filters by, and in nothing else."""
    model = getattr(obj, "cached_content_type", None) or ContentType.objects.get_for_model(type(obj))
    wait_for(Entry.objects.filter(content_type=model, object_id=str(obj.pk)).values_list("pk", flat=True))


def alone(keys: Iterable[str]) -> None:
    """Until this transaction ends no other one settles the translations of these things.

    SQLite has one writer at a time. The locks are few, so that a transaction with many things holds no more of them.
    """
    keys = list(keys)
    if keys and connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT DISTINCT hashtext(key) & %s FROM unnest(%s::text[]) key", [LOCKS, keys])
            for (number,) in sorted(cursor.fetchall()):
                cursor.execute("SELECT pg_advisory_xact_lock(%s, %s)", [LOCK_SPACE, number])


def assign(keys: Iterable[str]) -> list[int]:
    """Settles, among the translations of each thing, who reads which, and lends each the keys of the others.

    Returns the entries that it has changed, for `wait_for`.
    """
    changed = _settle(Entry.objects.filter(group_key__in=keys).only(*COMPARED))
    Entry.objects.bulk_update(changed, DERIVED, batch_size=BATCH)
    return [entry.pk for entry in changed]


def _settle(entries: Iterable[Entry]) -> list[Entry]:
    """Sets what follows from a thing and its translations together; those that are changed by it, not saved."""
    groups: dict[tuple, list[Entry]] = {}
    for entry in entries:
        if entry.group_key:
            groups.setdefault((entry.group_key, entry.content_type_id), []).append(entry)
    changed = []
    for versions in groups.values():
        # An entry with readers is published; it keeps at least its own language.
        shown = [version for version in versions if version.readers]
        for version in versions:
            others = [other for other in shown if other is not version]
            # Who may not see a lender must not find anything by its words: engines are told where they stand.
            places = " ".join(dict.fromkeys([version.own_place, *(other.own_place for other in others)]))
            if len(places) > LONGEST_PLACE:
                others, places = [], version.own_place
            lent = {
                "readers": readers(version.language, [other.language for other in shown]) if version.readers else "",
                "place": places,
                "other_title_keys": " ".join(other.title_keys for other in others),
                "other_keys": clipped(
                    " ".join(f"{other.title_keys} {other.lead_keys} {other.body_keys}" for other in others)
                ),
                "other_title_words": "\n".join(other.title_words or "" for other in others),
            }
            if any(getattr(version, name) != value for name, value in lent.items()):
                for name, value in lent.items():
                    setattr(version, name, value)
                changed.append(version)
    return changed


def remove(obj) -> None:
    """Takes an object's entry away."""
    key = ContentType.objects.get_for_model(type(obj))
    entries = Entry.objects.filter(content_type=key, object_id=str(obj.pk))
    with transaction.atomic():
        found = list(entries.values_list("pk", "group_key"))
        keys = {group for _pk, group in found if group}
        alone(keys)
        entries.delete()
        wait_for([*assign(keys), *(pk for pk, _group in found)])


def wait_for(ids: Iterable[int]) -> None:
    """Notes entries that Elasticsearch has to be told of, where there is one."""
    from search.configuration import has_elasticsearch

    if has_elasticsearch():
        rows = Waiting.objects.bulk_create([Waiting(entry_id=pk) for pk in dict.fromkeys(ids)], batch_size=BATCH)
        if rows:
            from search.tasks import wake

            wake()


def _remember_words(entries: list[Entry]) -> None:
    """Adds the words of what readers may find to the words that corrections are made of."""
    # In order, so that two transactions with the same new words do not wait for each other.
    rows = sorted({(entry.language, word) for entry in entries if entry.readers for word in entry.spelled})
    Word.objects.bulk_create(
        [Word(language=language, word=word) for language, word in rows], ignore_conflicts=True, batch_size=500
    )


def count_words(counts: Counter, entries: list[Entry]) -> None:
    """Adds the words of what readers may find to the counts."""
    for entry in entries:
        if entry.readers:
            counts.update((entry.language, word) for word in entry.spelled)


def recount_words() -> None:
    """Counts the words of the index as it is, for who has not counted them while writing it."""
    newest, counts = newest_word(), Counter()
    entries = Entry.objects.exclude(readers="").only("language", "readers", "title", "names", "text")
    for entry in entries.iterator(chunk_size=500):
        found = words(f"{entry.title}\n{entry.names or ''}\n{entry.text}")
        entry.spelled = frozenset(word for word, _start, _end in found if may_be_misspelled(word))
        count_words(counts, [entry])
    replace_words(counts, newest)


def newest_word() -> int:
    """The key of the word that came last."""
    return Word.objects.aggregate(newest=Max("pk"))["newest"] or 0


def replace_words(counts: Counter, newest: int) -> None:
    """Puts the words of a whole new count in the place of those up to `newest`; later ones stay."""
    with transaction.atomic():
        later = set(Word.objects.filter(pk__gt=newest).values_list("language", "word"))
        Word.objects.all().delete()
        rows = [
            Word(language=language, word=word, entries=max(1, counts[language, word]))
            for language, word in sorted(later | counts.keys())
        ]
        Word.objects.bulk_create(rows, batch_size=1_000)
