"""Finds, or makes, what the files of the example content refer to by their keys."""

from django.core.files.base import ContentFile
from wagtail.models import Page

from home.examples import documents, reading
from home.models import GlossaryTerm
from portal.models import PortalDocument, PortalImage
from portal.structured import identifier

SOURCE = "sv"


def page_key(kind: str, key: str):
    """The translation key of an example page."""
    return identifier(kind, key)


def document_name(reference: str) -> str:
    """The file's name of a template such as `experiment-card:sv`."""
    return f"exempel-{reference.replace(':', '-')}"


class Resolver:
    """Finds what the files refer to by their keys."""

    def __init__(self) -> None:
        self.images: dict[str, int] = {}

    def page(self, reference: str) -> int | None:
        kind, key = reference.split(":")
        pages = Page.objects.filter(translation_key=page_key(kind, key), locale__language_code=SOURCE)
        return pages.values_list("pk", flat=True).first()

    def image(self, reference: str) -> int | None:
        if reference not in self.images and reading.image_path(reference).exists():
            self.images[reference] = self._load_image(reference)
        return self.images.get(reference)

    def _load_image(self, key: str) -> int:
        title = f"Exempel: {key}"
        found = PortalImage.objects.filter(title=title).values_list("pk", flat=True).first()
        if found:
            return found
        content = reading.image_path(key).read_bytes()
        image = PortalImage(
            title=title,
            description=reading.alternative_text(key).get(SOURCE, ""),
            file=ContentFile(content, name=f"exempel-{key}.svg"),
            file_size=len(content),
        )
        image._set_file_hash()
        image.save()
        return image.pk

    def document(self, reference: str) -> int:
        name = document_name(reference)
        found = PortalDocument.objects.filter(file__contains=name).values_list("pk", flat=True).first()
        if found:
            return found
        title, content = documents.template(reference)
        document = PortalDocument(
            title=title,
            language=reference.split(":")[1],
            file=ContentFile(content, name=f"{name}.docx"),
            file_size=len(content),
        )
        document._set_file_hash()
        document.save()
        return document.pk

    def snippet(self, model: type, reference: str) -> int | None:
        terms = GlossaryTerm.objects.filter(translation_key=identifier("term", reference))
        return terms.filter(locale__language_code=SOURCE).values_list("pk", flat=True).first()
