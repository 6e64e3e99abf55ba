"""Elasticsearch 9: one index with streams of keys, made by our own analysis; no plugin, no analysis settings.

The database's entries are the truth (`search.models.Entry`). A document is an entry's streams and facts with the
filter fields of Wagtail's interface; a hit is an entry's primary key. So nothing is shown that the database does not
know, and when the server fails the database's engine answers the same question.
"""

import logging
from collections import Counter
from collections.abc import Iterable

from django.conf import settings
from elasticsearch import Elasticsearch, NotFoundError
from modelsearch.backends.elasticsearch9 import (
    Elasticsearch9Index,
    Elasticsearch9Mapping,
    Elasticsearch9SearchBackend,
    Elasticsearch9SearchQueryCompiler,
    Elasticsearch9SearchResults,
)
from modelsearch.index import FilterField, RelatedFields, get_indexed_models

from search import analysis, breaker, clauses
from search.backends.database import TITLE_FIELDS
from search.clauses import All, Clause, Either, Everything, Keys, Nothing, Sequence, Without
from search.configuration import database_engine
from search.engine import Answer, Request
from search.models import Entry

logger = logging.getLogger(__name__)
STREAMS = {"title_keys": 10.0, "lead_keys": 4.0, "body_keys": 1.0, "other_keys": 0.4}
OWN = [name for name in STREAMS if name != "other_keys"]
MOST_HITS = 10_000  # Elasticsearch's own bound of a window
FACET_VALUES = 1_000  # distinct codes that are counted
KEYS = {"type": "text", "analyzer": "whitespace", "norms": True}
FACTS = {
    "pk": {"type": "keyword", "store": True},
    "_django_content_type": {"type": "keyword"},
    "entry": {"type": "long"},
    "readers": {"type": "keyword"},
    "facets": {"type": "keyword"},
    "place": {"type": "keyword"},
    "lenders": {"type": "keyword"},
    "published": {"type": "date"},
    "sort_title": {"type": "keyword"},
    "words": {**KEYS, "norms": False, "index_prefixes": {"min_chars": 1, "max_chars": 15}},
    **dict.fromkeys(STREAMS, KEYS),
}


def render(clause: Clause, streams: Iterable[str] = STREAMS) -> dict:
    """A clause as a query. Each word counts in the stream where it weighs most."""
    streams = list(streams)
    match clause:
        case Keys(keys, prefix=True):
            return {"bool": {"should": [{"prefix": {"words": {"value": key}}} for key in keys]}}
        case Keys(keys):
            text = " ".join(keys)
            return _best({"match": {name: {"query": text, "boost": STREAMS[name]}}} for name in streams)
        case Sequence(keys):
            text = " ".join(keys)
            return _best({"match_phrase": {name: {"query": text, "boost": STREAMS[name]}}} for name in streams)
        case All(parts):
            return {"bool": {"must": [render(part, streams) for part in parts]}}
        case Either(parts):
            return {"bool": {"should": [render(part, streams) for part in parts], "minimum_should_match": 1}}
        case Without(wanted, unwanted):
            return {"bool": {"must": [render(wanted, streams)], "must_not": [render(unwanted, streams)]}}
        case Everything():
            return {"match_all": {}}
        case Nothing():
            return {"match_none": {}}
    raise TypeError(clause)


def _best(queries: Iterable[dict]) -> dict:
    return {"dis_max": {"queries": list(queries), "tie_breaker": 0.1}}


class Mapping(Elasticsearch9Mapping):
    """The facts and streams of an entry, and the filter fields of every model, in one index."""

    def get_field_column_name(self, field):
        if isinstance(field, FilterField):
            model = field.get_definition_model(self.model)
            return f"{model._meta.label_lower.replace('.', '_')}__{field.get_attname(self.model)}_filter"
        return super().get_field_column_name(field)

    def _fields(self):
        """What is filtered by; texts are in the streams."""
        return [field for field in self.model.get_search_fields() if isinstance(field, FilterField | RelatedFields)]

    def get_field_mapping(self, field):
        name, mapping = super().get_field_mapping(field)
        if isinstance(field, RelatedFields):
            related = type(self)(field.get_field(self.model).related_model)
            filters = [sub for sub in field.fields if isinstance(sub, FilterField | RelatedFields)]
            mapping = {"type": "nested", "properties": dict(related.get_field_mapping(sub) for sub in filters)}
        elif mapping["type"] == "keyword":
            mapping["ignore_above"] = 8_000
        return name, mapping

    def get_mapping(self):
        return {"properties": {**FACTS, **dict(self.get_field_mapping(field) for field in self._fields())}}

    def _get_nested_document(self, fields, obj):
        filters = [field for field in fields if isinstance(field, FilterField | RelatedFields)]
        return super()._get_nested_document(filters, obj)

    def document(self, obj, entry: Entry) -> dict:
        """What Elasticsearch is given of an object and its entry."""
        filters = {}
        for field in self._fields():
            name, value, _words = self._get_document_field_data(field, obj)
            filters[name] = value
        return {
            **filters,
            "pk": str(obj.pk),
            "_django_content_type": self.get_all_content_types(),
            "entry": entry.pk,
            "readers": entry.readers.split(),
            "facets": entry.codes,
            "place": entry.own_place,
            "lenders": entry.lenders,
            "published": entry.published,
            "sort_title": entry.sort_title,
            "words": entry.words,
            **{name: getattr(entry, name) for name in STREAMS},
        }


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
    completion = False

    def _remap_fields(self, fields):
        return []

    def get_inner_query(self):
        clause = clauses.of_query(self.query, completion=self.completion)
        title_only = bool(self.fields) and set(self.fields) <= TITLE_FIELDS
        return render(clause, ["title_keys"] if title_only else STREAMS)

    DEFAULT_OPERATOR = "and"


class AutocompleteQueryCompiler(QueryCompiler):
    completion = True

    def check(self):
        self.fields = None
        super().check()


class Results(Elasticsearch9SearchResults):
    """Wagtail's interface; where the server fails, the database's engine answers the same."""

    def _instead(self):
        compiler, engine = self.query_compiler, database_engine()
        kind = engine.autocomplete_query_compiler_class if compiler.completion else engine.query_compiler_class
        other = kind(
            compiler.queryset, compiler.query, fields=compiler.fields, order_by_relevance=compiler.order_by_relevance
        )
        results = engine.results_class(engine, other)
        results.start, results.stop, results._score_field = self.start, self.stop, self._score_field
        return results

    def _guarded(self, ask, instead):
        try:
            with breaker.guard():
                return ask()
        except breaker.Unavailable:
            return instead()

    def _do_search(self):
        ask = super()._do_search
        return self._guarded(lambda: list(ask()), lambda: self._instead()._do_search())

    def _do_count(self):
        return self._guarded(super()._do_count, lambda: self._instead()._do_count())

    def facet(self, field_name):
        return self._guarded(lambda: super(Results, self).facet(field_name), lambda: self._instead().facet(field_name))


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
        timeout = params.pop("TIMEOUT", 2)  # seconds
        self.es = Elasticsearch(self.address, request_timeout=timeout, max_retries=0, retry_on_timeout=False)

    def get_index_for_model(self, model):
        return self.index_class(self, self.alias)

    def new_index(self, name: str) -> None:
        """Makes an empty index with the mapping of all models."""
        properties: dict = {}
        for model in get_indexed_models():
            properties |= self.mapping_class(model).get_mapping()["properties"]
        self.es.options(request_timeout=30).indices.create(
            index=name,
            mappings={"dynamic": False, "_meta": {"analysis_version": analysis.VERSION}, "properties": properties},
            settings={
                "number_of_shards": 1,
                "number_of_replicas": getattr(settings, "ELASTICSEARCH_REPLICAS", 0),
                "mapping.total_fields.limit": 2_000,
            },
        )

    def analysis_version(self) -> int | None:
        """The version of the analysis that the index was made with; None where there is no index of ours."""
        try:
            found = self.es.indices.get_mapping(index=self.alias)
        except NotFoundError:
            return None
        return next((index["mappings"].get("_meta", {}).get("analysis_version") for index in found.values()), None)

    def find(self, request: Request) -> Answer:
        """One request: matches, facets that keep their siblings' counts, and the page. Raises breaker.Unavailable."""
        if request.clause == Nothing():
            return Answer([], {}, 0, {})
        with breaker.guard():
            return self._answer(self.es.search(index=self.alias, **self._body(request)))

    def _body(self, request: Request) -> dict:
        hidden = [{"prefix": {"place": place}} for place in request.hidden]
        chosen = {
            name: {"terms": {"facets": [f"{name}:{code}" for code in codes]}}
            for name, codes in request.facets.items()
            if codes
        }

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
            "query": {
                "bool": {
                    "must": [self._matching(request)],
                    "filter": [{"term": {"readers": request.reader}}],
                    "must_not": hidden,
                }
            },
            "aggs": {"all": counted(), **{f"but_{name}": counted(name) for name in chosen}},
            "from_": start,
            "size": min(request.stop, MOST_HITS) - start,
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
