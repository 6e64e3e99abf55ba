"""Images that are uploaded in the admin."""

from defusedxml import ElementTree
from defusedxml.common import DefusedXmlException
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from wagtail.images.forms import BaseImageForm

FORBIDDEN = {"script", "foreignobject", "iframe", "embed", "object", "handler", "use"}


def refuse_active_svg(content: bytes) -> None:
    """Raises ValidationError for an SVG that could run something or fetch something from elsewhere.

    The drawing rules are those of SVG 2, "secure static mode": no scripts, no event handlers, no external references.
    """
    try:
        root = ElementTree.fromstring(content)
    except (ElementTree.ParseError, DefusedXmlException, ValueError) as error:
        raise ValidationError(_("The SVG file cannot be read.")) from error
    for element in root.iter():
        name = str(element.tag).rsplit("}", 1)[-1].lower()
        attributes = {str(key).rsplit("}", 1)[-1].lower(): value for key, value in element.attrib.items()}
        events = any(key.startswith("on") for key in attributes)
        reference = attributes.get("href", "").strip()
        elsewhere = bool(reference) and not reference.startswith(("#", "data:image/png", "data:image/jpeg"))
        if name in FORBIDDEN or events or elsewhere:
            raise ValidationError(
                _("The SVG file has scripts or links in it. Save it as a plain drawing and try again.")
            )


class PortalImageForm(BaseImageForm):
    """Wagtail's form, which refuses drawings that are programs, and says what a good description is."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for name, text in (
            ("title", _("What one searches for when choosing the picture again.")),
            (
                "description",
                _("What the picture tells, for those who do not see it. A page may say it in its own way."),
            ),
        ):
            if name in self.fields:
                self.fields[name].help_text = text

    def clean_file(self):
        file = self.cleaned_data.get("file")
        if file and file.name.lower().endswith(".svg") and hasattr(file, "read"):
            file.seek(0)
            refuse_active_svg(file.read())
            file.seek(0)
        return file
