"""Blocks of the method bank: typed lists rather than free text."""

from methodbank.blocks.lists import (
    MaterialBlock,
    PitfallBlock,
    PreparationBlock,
    RoleBlock,
    TemplateBlock,
    lines,
)
from methodbank.blocks.steps import StepsBlock
from methodbank.blocks.story import EffectBlock, QuotedBlock

__all__ = [
    "EffectBlock",
    "MaterialBlock",
    "PitfallBlock",
    "PreparationBlock",
    "QuotedBlock",
    "RoleBlock",
    "StepsBlock",
    "TemplateBlock",
    "lines",
]
