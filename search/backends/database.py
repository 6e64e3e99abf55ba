"""Search in the portal's own database: what SQLite and PostgreSQL share.

Wagtail's interface (search, autocomplete, facet, filters, order, slices, scores) over the entries of `search.models`.
A query is matched and ranked in one pass; then the caller's queryset says which of it may be shown.
"""

from collections import Counter, OrderedDict
from collections.abc import Sequence
from dataclasses import replace

from django.db import connections, router
from django.db.models import Count, FloatField, Value
from django.db.models.expressions import RawSQL
from modelsearch.backends.base import (
    BaseIndex,
    BaseSearchBackend,
    BaseSearchQueryCompiler,
    BaseSearchResults,
    FilterFieldError,
)
from modelsearch.utils import get_descendants_content_types_pks

from search import clauses, indexing
from search.clauses import Clause, Everything, Nothing, Without
from search.engine import Answer, Request, count_facets
from search.models import Entry

TITLE_FIELDS = {"title", "name", "term"}


class DatabaseIndex(BaseIndex):
    """The table of entries."""

    def add_items(self, model, items):
        indexing.put(list(items))

    def delete_item(self, item):
        indexing.remove(item)

    def reset(self):
        Entry.objects.all().delete()


class Rebuilder:
    """Rebuilding writes over what is there, so that nothing is ever missing, and takes away what is stale."""

    def __init__(self, index):
        self.index = index

    def start(self):
        return self.index

    def finish(self):
        from search.rebuilding import remove_stale

        remove_stale()
        indexing.recount_words()


class QueryCompiler(BaseSearchQueryCompiler):
    """A query of Wagtail's interface as a clause."""

    DEFAULT_OPERATOR = "and"
    HANDLES_ORDER_BY_EXPRESSIONS = True
    completion = False

    def clause(self) -> Clause:
        return clauses.normalised(clauses.of_query(self.query, completion=self.completion))

    def title_only(self) -> bool:
        """Whether only the title's stream is searched. Other fields have no streams of their own."""
        return bool(self.fields) and set(self.fields) <= TITLE_FIELDS


class AutocompleteQueryCompiler(QueryCompiler):
    completion = True

    def check(self):
        # Fields of completion share one stream.
        self.fields = None
        super().check()


class Results(BaseSearchResults):
    """The objects found, in the order of the engine or of the queryset."""

    supports_facet = True

    def _matching(self):
        """The caller's queryset, with what the query finds alone."""
        compiler = self.query_compiler
        clause, queryset = compiler.clause(), compiler.queryset
        if clause == Everything():
            return queryset
        if clause == Nothing():
            return queryset.none()
        excluded = _is_exclusion(clause)
        sql, parameters = self.backend.matching_sql(
            clause.unwanted if excluded else clause,
            get_descendants_content_types_pks(queryset.model),
            completion=compiler.completion,
            title_only=compiler.title_only(),
        )
        primary_key = queryset.model._meta.pk
        while primary_key.remote_field:
            primary_key = primary_key.target_field
        cast = primary_key.cast_db_type(self.backend.connection) or "text"
        keys = RawSQL(f"SELECT CAST(object_id AS {cast}) FROM ({sql}) found", parameters)  # noqa: S608, S611 our own
        return queryset.exclude(pk__in=keys) if excluded else queryset.filter(pk__in=keys)

    def _scores(self) -> dict[str, float]:
        compiler = self.query_compiler
        clause = compiler.clause()
        if clause in (Everything(), Nothing()) or _is_exclusion(clause):
            return {}
        sql, parameters = self.backend.matching_sql(
            clause,
            get_descendants_content_types_pks(compiler.queryset.model),
            completion=compiler.completion,
            title_only=compiler.title_only(),
            scored=True,
        )
        with self.backend.connection.cursor() as cursor:
            cursor.execute(sql, parameters)
            return dict(cursor.fetchall())

    def _do_search(self):
        queryset = self._matching()
        if not self.query_compiler.order_by_relevance:
            if not queryset.query.order_by:
                queryset = queryset.order_by("-pk")
            found = list(self._annotated(queryset)[self.start : self.stop])
            return found
        scores = self._scores()
        keys = list(queryset.order_by().values_list("pk", flat=True))
        keys = list(dict.fromkeys(sorted(keys, key=lambda key: -key if isinstance(key, int) else 0)))
        keys.sort(key=lambda key: -scores.get(str(key), 0.0))
        keys = keys[self.start : self.stop]
        found = {item.pk: item for item in self._annotated(self.query_compiler.queryset.filter(pk__in=keys).order_by())}
        if self._score_field:
            for key, item in found.items():
                setattr(item, self._score_field, scores.get(str(key)))
        return [found[key] for key in keys if key in found]

    def _annotated(self, queryset):
        if self._score_field:
            return queryset.annotate(**{self._score_field: Value(None, output_field=FloatField())})
        return queryset

    def _do_count(self):
        return max(0, len(range(self._matching().count())[self.start : self.stop]))

    def facet(self, field_name):
        if self.query_compiler._get_filterable_field(field_name) is None:
            model = self.query_compiler.queryset.model.__name__
            raise FilterFieldError(
                f'Cannot facet search results with field "{field_name}". '
                f"Please add index.FilterField('{field_name}') to {model}.search_fields.",
                field_name=field_name,
            )
        rows = self._matching().order_by().values_list(field_name).annotate(count=Count("pk", distinct=True))
        return OrderedDict(rows.order_by("-count", field_name))


def _is_exclusion(clause: Clause) -> bool:
    return isinstance(clause, Without) and clause.clause == Everything()


class DatabaseBackend(BaseSearchBackend):
    """Base of the two; a subclass renders clauses and writes the SQL."""

    name = ""
    query_compiler_class = QueryCompiler
    autocomplete_query_compiler_class = AutocompleteQueryCompiler
    index_class = DatabaseIndex
    results_class = Results
    rebuilder_class = Rebuilder

    @property
    def connection(self):
        return connections[router.db_for_read(Entry)]

    def matching_sql(
        self, clause: Clause, types: list[int], *, completion=False, title_only=False, scored=False
    ) -> tuple[str, list]:
        """SQL for the `object_id`s that match, with a score (higher is better) when `scored`."""
        raise NotImplementedError

    def reading_sql(self, request: Request) -> tuple[str, list]:
        """SQL for (entry, facets, score) of all that matches and may be seen, best first."""
        raise NotImplementedError

    def naming_sql(self, clause: Clause) -> tuple[str, list]:
        """The source and condition for entries `e` whose names hold words that begin so."""
        raise NotImplementedError

    def named(self, clause: Clause, reader: str, hidden: tuple[str, ...], most: int) -> list[tuple]:
        """For suggestions: (entry, kind, language, title, other names) of what a reader may see, in no order."""
        if clause == Nothing():
            return []
        source, parameters = self.naming_sql(clause)
        condition, places = self.hidden_sql(hidden)
        sql = (
            f"SELECT e.id, e.kind, e.language, e.title, e.names FROM {source} "  # noqa: S608 names of our own
            f"AND e.readers LIKE %s {condition} LIMIT {int(most)}"
        )
        return self.rows(sql, [*parameters, f"% {reader} %", *places])

    def rows(self, sql: str, parameters: list) -> list[tuple]:
        """What a statement that looks for keys answers."""
        with self.connection.cursor() as cursor:
            cursor.execute(sql, parameters)
            return cursor.fetchall()

    def crossing_sql(self, hidden: tuple[str, ...]) -> tuple[str, list]:
        """The condition for entries with keys of translations in these places."""
        return f"({' OR '.join('e.place LIKE %s' for _place in hidden)})", [f"% {place}%" for place in hidden]

    def hidden_sql(self, hidden: tuple[str, ...]) -> tuple[str, list]:
        """The condition that leaves places out."""
        return " ".join("AND e.place NOT LIKE %s" for _place in hidden), [f"{place}%" for place in hidden]

    def find(self, request: Request) -> Answer:
        """Matches, counts facets, ranks: for readers. See `search.engine`."""
        request = replace(request, clause=clauses.normalised(request.clause))
        if request.clause == Nothing():
            return Answer([], {}, 0, {})
        sql, parameters = self.reading_sql(request)
        rows = self.rows(sql, parameters)
        counts: dict[str, Counter] = {}
        if request.counted:
            counts, matching = count_facets(Counter(row[1] for row in rows).items(), request.facets)
            rows = [row for row in rows if row[1] in matching]
        shown = self.ranked(rows, request)[request.start : request.stop]
        return Answer([row[0] for row in shown], {row[0]: float(row[2] or 0) for row in shown}, len(rows), counts)

    def hold(self, requests: Sequence[Request]) -> list[bool]:
        """See `search.engine`."""
        return [bool(self.find(request).total) for request in requests]

    def chosen_sql(self, request: Request) -> tuple[str, list]:
        """The condition for what was chosen, where facets need not be counted without it."""
        if request.counted:
            return "", []
        facets = {name: codes for name, codes in request.facets.items() if codes}
        # Few things are people, files or words: their index leads to them.
        kinds = facets.pop("type", ())
        sql = [f"AND e.kind IN ({', '.join('%s' for _kind in kinds)})"] if kinds else []
        sql += [f"AND ({' OR '.join('e.facets LIKE %s' for _code in codes)})" for codes in facets.values()]
        return " ".join(sql), [*kinds, *(f"% {name}:{code} %" for name, codes in facets.items() for code in codes)]

    def ranked(self, rows: list[tuple], request: Request) -> list[tuple]:
        """The rows in their final order."""
        return rows


def order_sql(request: Request) -> str:
    """The order of entries `e` with their score."""
    if request.only_whether:
        return "LIMIT 1"
    return {
        "relevance": "ORDER BY score DESC, e.id",
        "newest": "ORDER BY e.published DESC NULLS LAST, e.id",
        "title": "ORDER BY e.sort_title, e.id",
    }[request.sorting]
