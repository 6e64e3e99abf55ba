"""Elasticsearch 9: one index with streams of keys, made by our own analysis; no plugin, no analysis settings.

The database's entries are the truth (`search.models.Entry`). A document is an entry's streams and facts with the
filter fields of Wagtail's interface; a hit is an entry's primary key. So nothing is shown that the database does not
know, and when the server fails the database's engine answers the same question.
"""

import hashlib
import json
from collections import Counter, OrderedDict
from collections.abc import Sequence
from dataclasses import replace
from functools import cache as remembered
from urllib.parse import urlsplit, urlunsplit

from django.core.cache import cache
from elasticsearch import Elasticsearch, NotFoundError
from modelsearch.backends.base import FilterError, FilterFieldError, OrderByFieldError
from modelsearch.backends.elasticsearch9 import (
    Elasticsearch9Index,
    Elasticsearch9SearchBackend,
    Elasticsearch9SearchQueryCompiler,
    Elasticsearch9SearchResults,
)
from modelsearch.index import get_indexed_models

from search import analysis, breaker, clauses
from search.backends.database import TITLE_FIELDS
from search.backends.elasticsearch_documents import OWN, STREAMS, Mapping, render
from search.clauses import Nothing
from search.configuration import database_engine
from search.engine import Answer, Request

MOST_HITS = 10_000  # Elasticsearch's own bound of a window
FACET_VALUES = 1_000  # distinct codes that are counted
TRUSTED = 30  # seconds until it is asked again whether the index is one that we can use


class Index(Elasticsearch9Index):
    """The one index. It is written through `search.replaying`, from entries; Wagtail's signals only write those."""

    def add_item(self, item):
        """Nothing: what changed waits in a table until the server has it."""

    def add_items(self, model, items):
        """Nothing, as `add_item`."""

    def delete_item(self, item):
        """Nothing, as `add_item`."""


class QueryCompiler(Elasticsearch9SearchQueryCompiler):
    mapping_class = Mapping
    DEFAULT_OPERATOR = "and"
    HANDLES_ORDER_BY_EXPRESSIONS = True  # in that the database answers
    completion = False

    def _remap_fields(self, fields):
        return []

    def get_inner_query(self):
        clause = clauses.normalised(clauses.of_query(self.query, completion=self.completion))
        title_only = bool(self.fields) and set(self.fields) <= TITLE_FIELDS
        return render(clause, ["title_keys"] if title_only else STREAMS)

    def get_sort(self):
        last = [{"number": "desc"}, {"entry": "asc"}]
        if self.order_by_relevance:
            return ["_score", *last]
        order, query = self.queryset.query.order_by, self.queryset.query
        if not query.standard_ordering or not all(isinstance(name, str) for name in order):
            raise FilterError("Only the database sorts by expressions, or the other way round.")
        return [*super().get_sort(), *last] if order else last


class AutocompleteQueryCompiler(QueryCompiler):
    completion = True

    def check(self):
        self.fields = None
        super().check()


class Results(Elasticsearch9SearchResults):
    """Wagtail's interface. Where the server fails or does not know a filter, the database's engine answers the same."""

    def _instead(self):
        compiler, engine = self.query_compiler, database_engine()
        kind = engine.autocomplete_query_compiler_class if compiler.completion else engine.query_compiler_class
        other = kind(
            compiler.queryset, compiler.query, fields=compiler.fields, order_by_relevance=compiler.order_by_relevance
        )
        results = engine.results_class(engine, other)
        results.start, results.stop, results._score_field = self.start, self.stop, self._score_field
        return results

    def _ask(self, **question) -> dict:
        """Raises what `_or_instead` catches."""
        query = self.query_compiler.get_query()
        with breaker.guard():
            self.backend.check()
            return self.backend.es.search(index=self.backend.alias, query=query, source=False, **question)

    def _or_instead(self, ask, instead):
        try:
            return ask()
        except (breaker.Unavailable, FilterError, OrderByFieldError):
            return instead()

    def _do_search(self):
        return self._or_instead(self._found, lambda: self._instead()._do_search())

    def _found(self) -> list:
        stop = MOST_HITS if self.stop is None else self.stop
        if stop <= self.start:
            return []
        if stop > MOST_HITS:
            raise breaker.Unavailable
        response = self._ask(
            from_=self.start,
            size=stop - self.start,
            sort=self.query_compiler.get_sort(),
            track_scores=True,
            docvalue_fields=["pk"],
        )
        hits = response["hits"]["hits"]
        if self.stop is None and len(hits) == MOST_HITS:
            raise breaker.Unavailable  # there may be more than it gives at once
        return list(self._get_results_from_hits(hits))

    def _do_count(self):
        return self._or_instead(self._counted, lambda: self._instead()._do_count())

    def _counted(self) -> int:
        total = self._ask(size=0, track_total_hits=True)["hits"]["total"]["value"]
        return len(range(total)[self.start : self.stop])

    def facet(self, field_name):
        field = self.query_compiler._get_filterable_field(field_name)
        if field is None:
            model = self.query_compiler.queryset.model.__name__
            raise FilterFieldError(
                f'Cannot facet search results with field "{field_name}". '
                f"Please add index.FilterField('{field_name}') to {model}.search_fields.",
                field_name=field_name,
            )
        return self._or_instead(lambda: self._facet(field), lambda: self._instead().facet(field_name))

    def _facet(self, field) -> OrderedDict:
        column = self.query_compiler.mapping.get_field_column_name(field)
        if field.get_type(self.query_compiler.queryset.model) in {"DateField", "DateTimeField"}:
            raise breaker.Unavailable  # its values come back as numbers
        found = self._ask(
            size=0,
            aggs={
                "values": {"terms": {"field": column, "size": FACET_VALUES}},
                "none": {"missing": {"field": column}},
            },
        )["aggregations"]
        counts = [(bucket["key"], bucket["doc_count"]) for bucket in found["values"]["buckets"]]
        if found["none"]["doc_count"]:
            counts.append((None, found["none"]["doc_count"]))
        return OrderedDict(sorted(counts, key=lambda item: -item[1]))


@remembered
def _client(address: str, timeout: float) -> Elasticsearch:
    """One client, with its open connections, for all backends of an address: Wagtail makes one for each query."""
    parts = urlsplit(address)
    if not parts.port:
        port = 443 if parts.scheme == "https" else 80
        address = urlunsplit(parts._replace(netloc=f"{parts.netloc}:{port}"))
    return Elasticsearch(address, request_timeout=timeout, max_retries=0, retry_on_timeout=False)


def _chosen(request: Request) -> dict[str, dict]:
    """What finds the values chosen, by facet."""
    return {
        name: {"terms": {"facets": [f"{name}:{code}" for code in codes]}}
        for name, codes in request.facets.items()
        if codes
    }


class SearchBackend(Elasticsearch9SearchBackend):
    """Wagtail's search backend for Elasticsearch, and the readers' engine."""

    name = "elasticsearch"
    mapping_class = Mapping
    index_class = Index
    query_compiler_class = QueryCompiler
    autocomplete_query_compiler_class = AutocompleteQueryCompiler
    results_class = Results
    rebuilder_class = None

    def __init__(self, params):
        params = dict(params)
        self.address = params.pop("URL")
        self.alias = params.pop("INDEX", "portal")
        self.next_alias = f"{self.alias}-next"  # of the index that a rebuild makes
        self.es = _client(self.address, params.pop("TIMEOUT", 1.5))  # seconds; readers wait so long, once

    def get_index_for_model(self, model):
        return self.index_class(self, self.alias)

    def properties(self) -> dict:
        """The mapping of all models."""
        found: dict = {}
        for model in get_indexed_models():
            found |= self.mapping_class(model).get_mapping()["properties"]
        return found

    def mark(self) -> str:
        """What an index must have been made with to be of use: this analysis and these fields."""
        made_with = json.dumps([analysis.VERSION, self.properties()], sort_keys=True)
        return hashlib.sha256(made_with.encode()).hexdigest()[:16]

    def new_index(self, name: str) -> None:
        """Makes an empty index that can be written to by the alias `next_alias`, and by that alone."""
        if self.es.indices.exists_alias(name=self.next_alias):
            self.es.indices.delete_alias(index="*", name=self.next_alias)
        self.es.options(request_timeout=30).indices.create(
            index=name,
            aliases={self.next_alias: {}},
            mappings={
                "dynamic": False,
                "_meta": {"mark": self.mark(), "analysis_version": analysis.VERSION},
                "properties": self.properties(),
            },
            settings={
                "number_of_shards": 1,
                "auto_expand_replicas": "0-1",  # a second copy wherever there is a second machine
                "mapping.total_fields.limit": 2_000,
            },
        )

    def indices(self) -> list[str]:
        """The names of all indices that rebuilds have made, in use or not."""
        return sorted(self.es.indices.get(index=f"{self.alias}-2*", expand_wildcards="open"))

    def meta(self, name: str = "") -> dict | None:
        """What the index says of itself; empty when it is none of ours, None where there is none."""
        try:
            found = self.es.indices.get_mapping(index=name or self.alias)
        except NotFoundError:
            return None
        return next((index["mappings"].get("_meta", {}) for index in found.values()), {})

    def mark_of(self, name: str) -> str:
        return (self.meta(name) or {}).get("mark", "")

    def check(self) -> None:
        """Raises breaker.Unfit where there is no index, or one with other fields or of another analysis."""
        if cache.get(self._checked) is None:
            found = self.meta()
            if found is None:
                raise breaker.Unfit(f"there is no index under the name “{self.alias}”")
            if found.get("mark") != self.mark():
                raise breaker.Unfit("its index was made by another version of the portal, or by nobody")
            cache.set(self._checked, True, TRUSTED)

    @property
    def _checked(self) -> str:
        return f"search-index-checked-{self.alias}"

    def forget(self) -> None:
        """Has the index checked anew before it is asked again."""
        cache.delete(self._checked)

    def find(self, request: Request) -> Answer:
        """One request: matches, facets that keep their siblings' counts, and the page. Raises breaker.Unavailable."""
        request = replace(request, clause=clauses.normalised(request.clause))
        if request.clause == Nothing():
            return Answer([], {}, 0, {})
        with breaker.guard():
            self.check()
            return self._answer(self.es.search(index=self.alias, **self._body(request)))

    def hold(self, requests: Sequence[Request]) -> list[bool]:
        """One request for all, however many words are asked after. Raises breaker.Unavailable."""
        found = [replace(request, clause=clauses.normalised(request.clause)) for request in requests]
        asked = {number: request for number, request in enumerate(found) if request.clause != Nothing()}
        searches = []
        for request in asked.values():
            query = self._seen(request)
            query["bool"]["filter"] += _chosen(request).values()
            searches += [{}, {"query": query, "size": 0, "track_total_hits": 1, "terminate_after": 1}]
        if not searches:
            return [False] * len(found)
        with breaker.guard():
            self.check()
            responses = self.es.msearch(index=self.alias, searches=searches)["responses"]
            if failed := next((response for response in responses if "error" in response), None):
                reason = failed["error"].get("reason", "")
                raise (breaker.Refused if failed["status"] == breaker.REFUSED else breaker.Unfit)(reason)
        holding = dict(zip(asked, (response["hits"]["total"]["value"] > 0 for response in responses), strict=True))
        return [holding.get(number, False) for number in range(len(found))]

    def _seen(self, request: Request) -> dict:
        """What matches and may be seen."""
        hidden = [{"prefix": {"place": place}} for place in request.hidden]
        readers = [{"term": {"readers": request.reader}}]
        return {"bool": {"must": [self._matching(request)], "filter": readers, "must_not": hidden}}

    def _body(self, request: Request) -> dict:
        chosen = _chosen(request)

        def counted(without: str = "") -> dict:
            filters = [query for name, query in chosen.items() if name != without]
            return {
                "filter": {"bool": {"filter": filters}},
                "aggs": {"codes": {"terms": {"field": "facets", "size": FACET_VALUES}}},
            }

        sorting = {
            "relevance": ["_score", {"entry": "asc"}],
            "newest": [{"published": {"order": "desc", "missing": "_last"}}, {"entry": "asc"}],
            "title": [{"sort_title": "asc"}, {"entry": "asc"}],
        }[request.sorting]
        start = min(request.start, MOST_HITS)
        body = {
            "query": self._seen(request),
            "aggs": {"all": counted(), **{f"but_{name}": counted(name) for name in chosen}},
            "from_": start,
            "size": max(0, min(request.stop, MOST_HITS) - start),
            "sort": sorting,
            "track_total_hits": True,
            "track_scores": True,
            "source": False,
            "docvalue_fields": ["entry"],
        }
        if not request.counted:
            del body["aggs"]
        if chosen:
            body["post_filter"] = {"bool": {"filter": list(chosen.values())}}
        return body

    def _matching(self, request: Request) -> dict:
        """The clause; where translations that the reader may not see lend their keys, without those."""
        if not request.crossed:
            return render(request.clause)
        crossing = [{"prefix": {"lenders": place}} for place in request.hidden]
        full = {"bool": {"must": [render(request.clause)], "must_not": crossing}}
        lent = {"bool": {"should": crossing, "minimum_should_match": 1}}
        own = {"bool": {"must": [render(request.clause, OWN)], "filter": [lent]}}
        return {"bool": {"should": [full, own], "minimum_should_match": 1}}

    def _answer(self, response) -> Answer:
        counts: dict[str, Counter] = {}
        aggregations = response.get("aggregations", {})
        for label, found in aggregations.items():
            for bucket in found["codes"]["buckets"]:
                name, _colon, code = bucket["key"].partition(":")
                # A facet with a chosen value is counted without its own choice, every other one with all.
                own = f"but_{name}" in aggregations
                if label == (f"but_{name}" if own else "all"):
                    counts.setdefault(name, Counter())[code] = bucket["doc_count"]
        hits = response["hits"]["hits"]
        ids = [int(hit["fields"]["entry"][0]) for hit in hits]
        scores = {pk: float(hit["_score"] or 0) for pk, hit in zip(ids, hits, strict=True)}
        return Answer(ids, scores, response["hits"]["total"]["value"], counts)
