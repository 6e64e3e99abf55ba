"""Blocks of the lessons: what a reader answers, tries and is checked on."""

from learning.blocks.lesson import LessonBlock

__all__ = ["LessonBlock"]
