"""The full-text indexes of the entries, in the database's own words.

On SQLite Django makes a table anew to change it, and its triggers are lost: a later migration of Entry must run
`forwards` again.
"""

from django.db import migrations

STREAMS = "title_keys, lead_keys, body_keys, other_keys"

# External content: the texts stand in search_entry alone, and triggers keep the index in step. Keys are plain letters
# and digits, so the tokenizer has nothing to fold.
OLD = "old.title_keys, old.lead_keys, old.body_keys, old.other_keys"
NEW = "new.title_keys, new.lead_keys, new.body_keys, new.other_keys"
TAKE_AWAY = f"""
    INSERT INTO search_entry_keys(search_entry_keys, rowid, {STREAMS}) VALUES ('delete', old.id, {OLD});
    INSERT INTO search_entry_words(search_entry_words, rowid, words) VALUES ('delete', old.id, old.words);"""  # noqa: S608 names of our own
ADD = f"""
    INSERT INTO search_entry_keys(rowid, {STREAMS}) VALUES (new.id, {NEW});
    INSERT INTO search_entry_words(rowid, words) VALUES (new.id, new.words);"""  # noqa: S608 names of our own
OPTIONS = "content='search_entry', content_rowid='id', tokenize='unicode61 remove_diacritics 0'"
SQLITE = [
    f"CREATE VIRTUAL TABLE search_entry_keys USING fts5({STREAMS}, {OPTIONS})",
    f"CREATE VIRTUAL TABLE search_entry_words USING fts5(words, {OPTIONS}, prefix='1 2 3 4', detail=none)",
    f"CREATE TRIGGER search_entry_added AFTER INSERT ON search_entry BEGIN {ADD} END",
    f"CREATE TRIGGER search_entry_gone AFTER DELETE ON search_entry BEGIN {TAKE_AWAY} END",
    f"CREATE TRIGGER search_entry_changed AFTER UPDATE OF {STREAMS}, words ON search_entry BEGIN {TAKE_AWAY} {ADD} END",
]

# “0z” is no key: it stands between the streams, so that no phrase reaches from one into the next.
POSTGRESQL = """
ALTER TABLE search_entry ADD COLUMN keys tsvector GENERATED ALWAYS AS (
    setweight(to_tsvector('simple', title_keys || ' 0z'), 'A') ||
    setweight(to_tsvector('simple', lead_keys || ' 0z'), 'B') ||
    setweight(to_tsvector('simple', body_keys || ' 0z'), 'C') ||
    setweight(to_tsvector('simple', other_keys), 'D')) STORED;
ALTER TABLE search_entry ADD COLUMN short_keys tsvector GENERATED ALWAYS AS (
    setweight(to_tsvector('simple', title_keys || ' 0z'), 'A') ||
    setweight(to_tsvector('simple', lead_keys), 'B')) STORED;
ALTER TABLE search_entry ADD COLUMN words_vector tsvector GENERATED ALWAYS AS (to_tsvector('simple', words)) STORED;
CREATE INDEX search_entry_keys ON search_entry USING gin (keys) WITH (fastupdate = off);
CREATE INDEX search_entry_words ON search_entry USING gin (words_vector) WITH (fastupdate = off);
"""


def forwards(apps, schema_editor):
    connection = schema_editor.connection
    if connection.vendor == "sqlite":
        for statement in SQLITE:
            schema_editor.execute(statement)
    else:
        schema_editor.execute(POSTGRESQL)


def backwards(apps, schema_editor):
    connection = schema_editor.connection
    if connection.vendor == "sqlite":
        for trigger in ("added", "gone", "changed"):
            schema_editor.execute(f"DROP TRIGGER search_entry_{trigger}")
        for table in ("keys", "words"):
            schema_editor.execute(f"DROP TABLE search_entry_{table}")
    else:
        for column in ("keys", "short_keys", "words_vector"):
            schema_editor.execute(f"ALTER TABLE search_entry DROP COLUMN {column}")


class Migration(migrations.Migration):
    dependencies = [("search", "0001_entries")]
    operations = [migrations.RunPython(forwards, backwards)]
