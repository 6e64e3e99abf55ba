"""The groups in which the block picker shows the blocks."""

from django.utils.translation import gettext_lazy as _

TEXT = _("Text")
MEDIA = _("Images, files and film")
GUIDANCE = _("Guidance")
LINKS = _("Links")
