"""The project's own rules, as system checks."""

from django.apps import apps
from django.conf import settings
from django.core.checks import Error, Tags, register
from wagtail.fields import StreamField as WagtailStreamField


@register(Tags.models)
def stream_fields_keep_out_of_migrations(app_configs, **kwargs) -> list[Error]:
    """Every StreamField of ours is `portal.fields.StreamField`."""
    from portal.fields import StreamField

    own = {path.name for path in settings.BASE_DIR.iterdir() if (path / "apps.py").exists()}
    return [
        Error(f"{model.__name__}.{field.name} must be a portal.fields.StreamField.", obj=model, id="portal.E002")
        for model in apps.get_models()
        if model._meta.app_label in own
        for field in model._meta.local_fields
        if isinstance(field, WagtailStreamField) and not isinstance(field, StreamField)
    ]
