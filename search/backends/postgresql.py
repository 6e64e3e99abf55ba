"""PostgreSQL: weighted text vectors under GIN indexes, ranked within bounds."""

from search.backends.database import DatabaseBackend, order_sql
from search.clauses import All, Clause, Either, Everything, Keys, Sequence, Without
from search.engine import Request

WEIGHTS = "'{0.04, 0.1, 0.4, 1.0}'"  # other, lead and so on: D, C, B, A
OWN = "ts_filter(e.keys, '{a,b,c}')"  # without the keys of its translations
RANKED = 300  # of all matches only so many, the best by title and lead, are ranked by their whole text


def render(clause: Clause) -> str:
    """A normalised clause as a tsquery. Keys are letters and digits: quoting is all the escaping there is."""
    match clause:
        case Keys(keys, prefix):
            star = ":*" if prefix else ""
            words = [f"'{key}'{star}" for key in keys]
            return words[0] if len(words) == 1 else f"({' | '.join(words)})"
        case Sequence(keys):
            return f"({' <-> '.join(f"'{key}'" for key in keys)})"
        case All(clauses):
            return f"({' & '.join(render(item) for item in clauses)})"
        case Either(clauses):
            return f"({' | '.join(render(item) for item in clauses)})"
        case Without(Everything(), unwanted):
            return f"!({render(unwanted)})"
        case Without(wanted, unwanted):
            return f"({render(wanted)} & !({render(unwanted)}))"
    raise TypeError(clause)


class SearchBackend(DatabaseBackend):
    """Wagtail's search backend for PostgreSQL."""

    name = "postgresql"

    def matching_sql(self, clause, types, *, completion=False, title_only=False, scored=False):
        column = "words_vector" if completion else "keys"
        query = render(clause)
        if title_only and not completion:
            condition = f"e.{column} @@ %s::tsquery AND ts_filter(e.{column}, '{{a}}') @@ %s::tsquery"
            queries = [query, query]
        else:
            condition, queries = f"e.{column} @@ %s::tsquery", [query]
        # What only the long text has counts a little, and its length costs nothing.
        rank = "0.0" if completion else f"0.001 + ts_rank({WEIGHTS}, e.short_keys, %s::tsquery)"
        columns = f"e.object_id, {rank} AS score" if scored else "e.object_id"
        ranked = [query] if scored and not completion else []
        kinds = ", ".join(str(int(pk)) for pk in types)
        sql = f"SELECT {columns} FROM search_entry e WHERE {condition} AND e.content_type_id IN ({kinds})"  # noqa: S608 names and numbers of our own
        return sql, [*ranked, *queries]

    def reading_sql(self, request: Request):
        everything = request.clause == Everything()
        order = order_sql(request)
        if request.crossed and not everything:
            crossing, places = self.crossing_sql(request.hidden)
            parts = [
                self._matching(request, "e.keys @@ %s::tsquery", f"AND NOT {crossing}", places),
                self._matching(request, f"{OWN} @@ %s::tsquery", f"AND {crossing}", places),
            ]
            found = " UNION ALL ".join(f"({sql})" for sql, _parameters in parts)
            sql = f"SELECT e.id, e.facets, e.score FROM ({found}) e {order}"  # noqa: S608 names of our own
            return sql, [item for _sql, parameters in parts for item in parameters]
        sql, parameters = self._matching(request, "TRUE" if everything else "e.keys @@ %s::tsquery")
        return f"{sql} {order}", parameters

    def _matching(self, request: Request, match: str, condition: str = "", places: list | None = None):
        """What matches and may be seen; where it is one of two, with the columns that they are ordered by."""
        hidden, hidden_places = self.hidden_sql(request.hidden)
        chosen, codes = self.chosen_sql(request)
        everything = request.clause == Everything()
        query = [] if everything else [render(request.clause)]
        scored = not everything and not request.only_whether and request.sorting == "relevance"
        score = f"ts_rank({WEIGHTS}, e.short_keys, %s::tsquery)" if scored else "0.0"
        ordered = ", e.published, e.sort_title" if condition else ""
        sql = (
            f"SELECT e.id, e.facets, {score} AS score{ordered} FROM search_entry e "  # noqa: S608 names of our own
            f"WHERE {match} AND e.readers LIKE %s {hidden} {chosen} {condition}"
        )
        return sql, [
            *(query if scored else []),
            *query,
            f"% {request.reader} %",
            *hidden_places,
            *codes,
            *(places or []),
        ]

    def rows(self, sql, parameters):
        # The planner takes a vector for cheap to read. It is stored apart and compressed: to go through them all costs
        # ten times what the index does. Both statements go at once, so that the first holds for the second alone.
        with self.connection.cursor() as cursor:
            cursor.execute(f"SET LOCAL enable_seqscan = off; {sql}", parameters)
            cursor.nextset()
            return cursor.fetchall()

    def naming_sql(self, clause):
        return "search_entry e WHERE e.words_vector @@ %s::tsquery", [render(clause)]

    def ranked(self, rows, request: Request):
        """The best by title and lead are ranked again by their whole text: what a long text costs is bounded."""
        if request.sorting != "relevance" or not rows or request.clause == Everything() or request.only_whether:
            return rows
        best, rest = rows[:RANKED], rows[RANKED:]
        keys, places = "e.keys", []
        if request.crossed:
            crossing, places = self.crossing_sql(request.hidden)
            keys = f"CASE WHEN {crossing} THEN {OWN} ELSE e.keys END"
        with self.connection.cursor() as cursor:
            cursor.execute(
                f"SELECT e.id, ts_rank({WEIGHTS}, {keys}, %s::tsquery) FROM search_entry e WHERE e.id = ANY(%s)",  # noqa: S608
                [*places, render(request.clause), [row[0] for row in best]],
            )
            scores = dict(cursor.fetchall())
        best = [(row[0], row[1], scores.get(row[0], 0.0)) for row in best]
        best.sort(key=lambda row: -row[2])
        return best + [(row[0], row[1], 0.0) for row in rest]
