"""The body of a lesson: the common blocks, and those that the reader does something with."""

from django.utils.translation import gettext_lazy as _
from wagtail import blocks

from learning.blocks.quiz import QuizBlock
from portal.blocks import BodyBlock, groups


class ReflectionBlock(blocks.StructBlock):
    """A question to think about; the answer is stored for the reader alone."""

    question = blocks.CharBlock(
        label=_("Question"), max_length=300, help_text=_("About the reader's own work. Nobody else sees the answer.")
    )
    help_text = blocks.CharBlock(
        label=_("Help"), required=False, max_length=400, help_text=_("How to go about answering.")
    )

    class Meta:
        icon = "comment"
        label = _("Reflection")
        group = groups.GUIDANCE
        description = _("A question whose answer only the reader sees.")
        template = "blocks/reflection.html"
        preview_value = {
            "question": _("What takes needless time in your work?"),
            "help_text": _("Write three things, and choose one that happens often."),
        }


class TryAtWorkBlock(blocks.StructBlock):
    """Things to try before the next lesson."""

    title = blocks.CharBlock(label=_("Title"), max_length=120, help_text=_("When to do it: “Before the next lesson”."))
    items = blocks.ListBlock(
        blocks.CharBlock(label=_("Item"), max_length=400),
        label=_("Items"),
        help_text=_("Begin each with a verb. Small enough for an ordinary week."),
    )

    class Meta:
        icon = "tasks"
        label = _("Try at work")
        group = groups.GUIDANCE
        description = _("A list of what to try at work.")
        template = "blocks/try_at_work.html"
        preview_value = {"title": _("Before the next lesson"), "items": [_("Tell a colleague what you are counting.")]}


class LessonBlock(BodyBlock):
    """The common library, and what belongs only in lessons."""

    reflection = ReflectionBlock()
    try_at_work = TryAtWorkBlock()
    quiz = QuizBlock()
