"""Uploads, large texts and scripts: refused with a sentence, never with a 500."""

import io
import json

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from PIL import Image
from wagtail.admin.rich_text.editors.draftail import DraftailRichTextArea

from home.examples import reading
from portal.blocks import PLAIN_FEATURES
from portal.image_forms import refuse_active_svg
from portal.models import PortalImage
from portal.structured import rich_text_faults
from tests.factories import method

pytestmark = pytest.mark.django_db
SVG = '<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" width="9" height="9">{}</svg>'


@pytest.mark.parametrize(
    "inside",
    [
        "<script>alert(1)</script>",
        '<rect width="9" height="9" onload="alert(1)"/>',
        '<a href="javascript:alert(1)"><rect width="9" height="9"/></a>',
        '<image xlink:href="https://example.com/a.png" width="9" height="9"/>',
        "<foreignObject><p>x</p></foreignObject>",
        "<rect",
        '<!DOCTYPE x [<!ENTITY y "z">]><rect/>',
    ],
)
def test_a_drawing_that_is_a_program_is_refused(inside):
    with pytest.raises(ValidationError):
        refuse_active_svg(SVG.format(inside).encode())


def test_every_drawing_of_the_example_content_passes():
    for path in (reading.FOLDER / "images").glob("*.svg"):
        refuse_active_svg(path.read_bytes())


def upload(client, name: str, content: bytes, kind: str):
    file = SimpleUploadedFile(name, content, content_type=kind)
    return client.post(reverse("wagtailimages:add"), {"title": "Prov", "file": file, "collection": 1})


def test_an_svg_with_a_script_in_the_admin(admin):
    before = PortalImage.objects.count()
    response = upload(admin, "a.svg", SVG.format("<script>1</script>").encode(), "image/svg+xml")
    assert response.status_code == 200
    assert response.context["form"].errors["file"]
    assert PortalImage.objects.count() == before


def test_an_image_of_forty_megapixels_in_the_admin(admin):
    content = io.BytesIO()
    Image.new("1", (8000, 5000)).save(content, "PNG")
    response = upload(admin, "stor.png", content.getvalue(), "image/png")
    assert response.status_code == 200
    assert response.context["form"].errors["file"]


def test_ten_megabytes_in_a_field(admin):
    page = method()
    response = admin.post(reverse("wagtailadmin_pages:edit", args=[page.pk]), {"title": "x" * 10_000_000})
    assert response.status_code == 400
    assert "5 MB" in response.content.decode()


def draftail(text: str) -> str:
    """What the rich-text editor posts for one paragraph."""
    block = {"key": "a", "type": "unstyled", "depth": 0, "text": text, "inlineStyleRanges": [], "entityRanges": []}
    return json.dumps({"blocks": [block], "entityMap": {}})


def test_a_script_in_rich_text_is_shown_as_text(client):
    value = DraftailRichTextArea(features=PLAIN_FEATURES).value_from_datadict(
        {"text": draftail("<script>alert(1)</script>")}, {}, "text"
    )
    page = method(legal_notes=value)
    html = client.get(page.url).content.decode()
    assert "&lt;script&gt;alert(1)" in html
    assert "<script>alert" not in html


@pytest.mark.parametrize(
    "text",
    [
        "<p>Hej</p><script>alert(1)</script>",
        '<p onclick="alert(1)">Hej</p>',
        '<p><a href="javascript:alert(1)">Hej</a></p>',
        '<p><a href=" JavaScript:alert(1)">Hej</a></p>',
        '<p><img src="x"></p>',
    ],
)
def test_a_script_in_rich_text_from_elsewhere_is_refused(text):
    assert list(rich_text_faults({"sv": text}, "legal_notes"))
    assert not list(rich_text_faults({"sv": '<p>Hej <b>du</b>, <a href="https://example.com/">här</a></p>'}, "x"))
