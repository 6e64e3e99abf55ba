"""PostgreSQL: weighted text vectors under GIN indexes, ranked within bounds."""

from search.backends.database import DatabaseBackend, order_sql
from search.clauses import All, Clause, Either, Everything, Keys, Sequence, Without
from search.engine import Request

WEIGHTS = "'{0.04, 0.1, 0.4, 1.0}'"  # other, lead and so on: D, C, B, A
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
        hidden, places = self.hidden_sql(request.hidden)
        everything = request.clause == Everything()
        query = [] if everything else [render(request.clause)]
        relevance = request.sorting == "relevance"
        score = "0.0" if everything or not relevance else f"ts_rank({WEIGHTS}, e.short_keys, %s::tsquery)"
        condition = "TRUE" if everything else "e.keys @@ %s::tsquery"
        order = "ORDER BY score DESC, e.id" if relevance else order_sql(request.sorting)
        sql = (
            f"SELECT e.id, e.facets, {score} AS score FROM search_entry e "  # noqa: S608 names of our own
            f"WHERE {condition} AND e.readers LIKE %s {hidden} {order}"
        )
        return sql, [*(query if relevance else []), *query, f"% {request.reader} %", *places]

    def ranked(self, rows, request: Request):
        """The best by title and lead are ranked again by their whole text: what a long text costs is bounded."""
        if request.sorting != "relevance" or not rows or request.clause == Everything():
            return rows
        best, rest = rows[:RANKED], rows[RANKED:]
        with self.connection.cursor() as cursor:
            cursor.execute(
                f"SELECT id, ts_rank({WEIGHTS}, keys, %s::tsquery) FROM search_entry WHERE id = ANY(%s)",  # noqa: S608
                [render(request.clause), [row[0] for row in best]],
            )
            scores = dict(cursor.fetchall())
        best = [(row[0], row[1], scores.get(row[0], 0.0)) for row in best]
        best.sort(key=lambda row: -row[2])
        return best + [(row[0], row[1], 0.0) for row in rest]
