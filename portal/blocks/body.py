from wagtail import blocks

from portal.blocks.guidance import (
    AccordionBlock,
    CalloutBlock,
    ChecklistBlock,
    GlossaryTermBlock,
    StepListBlock,
)
from portal.blocks.images import FigureBlock
from portal.blocks.links import ButtonBlock, CardsBlock
from portal.blocks.media import FileBlock, VideoBlock
from portal.blocks.table import TableBlock
from portal.blocks.text import HeadingBlock, QuoteBlock, TextBlock


class BodyBlock(blocks.StreamBlock):
    """The common block library: what any page may hold between its typed fields."""

    heading = HeadingBlock()
    text = TextBlock()
    quote = QuoteBlock()
    table = TableBlock()
    callout = CalloutBlock()
    steps = StepListBlock()
    checklist = ChecklistBlock()
    accordion = AccordionBlock()
    glossary_term = GlossaryTermBlock()
    image = FigureBlock()
    file = FileBlock()
    video = VideoBlock()
    cards = CardsBlock()
    button = ButtonBlock()
