from modelsearch.index import class_is_indexed
from wagtail import hooks

from search.signals import as_stored, written


@hooks.register("after_bulk_action")
def index_what_was_changed(request, action_type, objects, action):
    """Some of Wagtail's actions on many things change them without a signal: files are put into a collection so."""
    for instance in objects:
        if class_is_indexed(type(instance)) and (found := as_stored(instance)):
            written(found)
