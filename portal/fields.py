"""Model fields of the portal."""

from wagtail.fields import StreamField as WagtailStreamField


class StreamField(WagtailStreamField):
    """A StreamField whose block definitions stay out of migrations.

    The database column is JSON whatever the blocks are, so a new help text or block is no change of the schema. A
    data migration that rewrites stored blocks works on the JSON and needs no definitions either.
    """

    def deconstruct(self):
        name, path, _args, kwargs = super().deconstruct()
        kwargs.pop("block_lookup", None)
        return name, path, [[]], kwargs
