"""The common block library."""

from portal.blocks.body import BodyBlock
from portal.blocks.text import PLAIN_FEATURES, TextBlock

__all__ = ["PLAIN_FEATURES", "BodyBlock", "TextBlock"]
