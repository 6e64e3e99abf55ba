"""SQLite: FTS5 over the entries, ranked by bm25 in one pass."""

from search.backends.database import DatabaseBackend, order_sql
from search.clauses import All, Clause, Either, Everything, Keys, Sequence, Without
from search.engine import Request

OWN = "title_keys lead_keys body_keys"
WEIGHTS = "10.0, 4.0, 1.0, 0.4"  # title, lead, body, other: the columns of search_entry_keys


def render(clause: Clause) -> str:
    """A normalised clause in FTS5's query language. Keys are letters and digits: quoting is all the escaping needed."""
    match clause:
        case Keys(keys, prefix):
            star = "*" if prefix else ""
            words = [f'"{key}"{star}' for key in keys]
            return words[0] if len(words) == 1 else f"({' OR '.join(words)})"
        case Sequence(keys):
            return f'"{" ".join(keys)}"'
        case All(clauses):
            return f"({' AND '.join(render(item) for item in clauses)})"
        case Either(clauses):
            return f"({' OR '.join(render(item) for item in clauses)})"
        case Without(wanted, unwanted):
            return f"({render(wanted)} NOT {render(unwanted)})"
    raise TypeError(clause)


class SearchBackend(DatabaseBackend):
    """Wagtail's search backend for SQLite."""

    name = "sqlite"

    def matching_sql(self, clause, types, *, completion=False, title_only=False, scored=False):
        table = "search_entry_words" if completion else "search_entry_keys"
        query = f"{{title_keys}} : ({render(clause)})" if title_only and not completion else render(clause)
        rank = "0.0" if completion else f"-bm25({table}, {WEIGHTS})"
        columns = f"e.object_id, {rank} AS score" if scored else "e.object_id"
        kinds = ", ".join(str(int(pk)) for pk in types)
        sql = (
            f"SELECT {columns} FROM {table} f JOIN search_entry e ON e.id = f.rowid "  # noqa: S608 names and numbers of our own
            f"WHERE {table} MATCH %s AND e.content_type_id IN ({kinds})"
        )
        return sql, [query]

    def reading_sql(self, request: Request):
        order = order_sql(request)
        if request.crossed and request.clause != Everything():
            crossing, places = self.crossing_sql(request.hidden)
            parts = [
                self._matching(request, f"AND NOT {crossing}", places),
                self._matching(request, f"AND {crossing}", places, own=True),
            ]
            # Both are ordered as one: by columns of the entry, joined again.
            found = " UNION ALL ".join(sql for sql, _parameters in parts)
            sql = f"SELECT e.id, e.facets, f.score AS score FROM ({found}) f JOIN search_entry e ON e.id = f.id {order}"  # noqa: S608 names of our own
            return sql, [item for _sql, parameters in parts for item in parameters]
        sql, parameters = self._matching(request)
        return f"{sql} {order}", parameters

    def naming_sql(self, clause):
        return "search_entry_words f JOIN search_entry e ON e.id = f.rowid WHERE search_entry_words MATCH %s", [
            render(clause)
        ]

    def _matching(self, request: Request, condition: str = "", places: list | None = None, *, own: bool = False):
        """What matches and may be seen; `own`: by an entry's own keys alone."""
        hidden, hidden_places = self.hidden_sql(request.hidden)
        chosen, codes = self.chosen_sql(request)
        (score, source), query = self._from(request, own)
        sql = (
            f"SELECT e.id, e.facets, {score} AS score FROM {source} "  # noqa: S608 names of our own
            f"e.readers LIKE %s {hidden} {chosen} {condition}"
        )
        return sql, [*query, f"% {request.reader} %", *hidden_places, *codes, *(places or [])]

    def _from(self, request: Request, own: bool):
        if request.clause == Everything():
            return ("0.0", "search_entry e WHERE"), []
        table = "search_entry_keys"
        columns = f"{{{OWN}}} : " if own else ""
        if isinstance(request.clause, Without) and request.clause.clause == Everything():
            # FTS5 finds nothing by what it lacks.
            lacking = f"search_entry e WHERE e.id NOT IN (SELECT rowid FROM {table} WHERE {table} MATCH %s) AND"  # noqa: S608
            return ("0.0", lacking), [f"{columns}({render(request.clause.unwanted)})"]
        source = f"{table} f JOIN search_entry e ON e.id = f.rowid WHERE {table} MATCH %s AND"
        score = "0.0" if request.only_whether else f"-bm25({table}, {WEIGHTS})"
        return (score, source), [f"{columns}({render(request.clause)})"]
