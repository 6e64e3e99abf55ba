"""What Elasticsearch is given: the mapping, a document for each entry, and a clause as a query of them."""

from collections.abc import Iterable

from modelsearch.backends.elasticsearch9 import Elasticsearch9Mapping
from modelsearch.index import FilterField, RelatedFields

from search.clauses import All, Clause, Either, Everything, Keys, Nothing, Sequence, Without
from search.models import Entry

STREAMS = {"title_keys": 10.0, "lead_keys": 4.0, "body_keys": 1.0, "other_keys": 0.4}
OWN = [name for name in STREAMS if name != "other_keys"]
KEYS = {"type": "text", "analyzer": "whitespace", "norms": True}
FACTS = {
    "pk": {"type": "keyword", "store": True},
    "_django_content_type": {"type": "keyword"},
    "entry": {"type": "long"},
    "number": {"type": "long"},  # the primary key where it is one, to sort by
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
            "number": obj.pk if isinstance(obj.pk, int) else 0,
            "readers": entry.readers.split(),
            "facets": entry.codes,
            "place": entry.own_place,
            "lenders": entry.lenders,
            "published": entry.published,
            "sort_title": entry.sort_title,
            "words": entry.words,
            **{name: getattr(entry, name) for name in STREAMS},
        }
