"""Knowledge checks: questions with feedback for each answer, and unlimited tries."""

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from wagtail import blocks

from portal.blocks import groups


def _question() -> blocks.CharBlock:
    return blocks.CharBlock(
        label=_("Question"), max_length=300, help_text=_("One thing at a time, from the reader's everyday work.")
    )


class OptionBlock(blocks.StructBlock):
    """An answer to choose, and what the reader is told who chose it."""

    text = blocks.CharBlock(
        label=_("Answer"), max_length=300, help_text=_("About as long as the other answers: length gives away.")
    )
    correct = blocks.BooleanBlock(label=_("Right"), required=False, help_text=_("Tick what is right."))
    feedback = blocks.CharBlock(
        label=_("Feedback"), max_length=500, help_text=_("Why it is right, or what is wrong with it.")
    )

    class Meta:
        icon = "list-ul"
        label = _("Answer")


class SingleBlock(blocks.StructBlock):
    """A question with one right answer."""

    question = _question()
    options = blocks.ListBlock(
        OptionBlock(), label=_("Answers"), min_num=2, max_num=6, help_text=_("Readers see them in a mixed order.")
    )

    class Meta:
        icon = "radio-empty"
        label = _("One right answer")

    def clean(self, value):
        result = super().clean(value)
        if sum(bool(option["correct"]) for option in result["options"]) != 1:
            raise blocks.StructBlockValidationError(
                {"options": ValidationError(_("Tick exactly one answer as right, or use several right answers."))}
            )
        return result


class MultipleBlock(blocks.StructBlock):
    """A question with any number of right answers, at least one."""

    question = _question()
    options = blocks.ListBlock(
        OptionBlock(), label=_("Answers"), min_num=2, max_num=8, help_text=_("Readers see them in a mixed order.")
    )

    class Meta:
        icon = "tick-inverse"
        label = _("Several right answers")

    def clean(self, value):
        result = super().clean(value)
        if not any(option["correct"] for option in result["options"]):
            raise blocks.StructBlockValidationError(
                {"options": ValidationError(_("Tick at least one answer as right."))}
            )
        return result


class TrueFalseBlock(blocks.StructBlock):
    """A statement to judge."""

    statement = blocks.CharBlock(
        label=_("Statement"), max_length=300, help_text=_("A whole sentence that is clearly true or clearly false.")
    )
    is_true = blocks.BooleanBlock(label=_("It is true"), required=False, help_text=_("Tick when it is true."))
    feedback_right = blocks.CharBlock(
        label=_("Feedback to the right answer"), max_length=500, help_text=_("Why it is so.")
    )
    feedback_wrong = blocks.CharBlock(
        label=_("Feedback to the wrong answer"), max_length=500, help_text=_("What one has easily got wrong.")
    )

    class Meta:
        icon = "check"
        label = _("True or false")


class OrderBlock(blocks.StructBlock):
    """Things to put in order."""

    question = _question()
    items = blocks.ListBlock(
        blocks.CharBlock(label=_("Item"), max_length=200),
        label=_("In the right order"),
        min_num=3,
        max_num=8,
        help_text=_("Write them as they are to stand. Readers see them in a mixed order."),
    )
    feedback = blocks.CharBlock(label=_("Feedback"), max_length=500, help_text=_("Why this is the order."))

    class Meta:
        icon = "list-ol"
        label = _("Order")


class QuestionsBlock(blocks.StreamBlock):
    """The questions of a knowledge check."""

    single = SingleBlock()
    multiple = MultipleBlock()
    true_false = TrueFalseBlock()
    order = OrderBlock()

    class Meta:
        min_num = 1


class QuizBlock(blocks.StructBlock):
    """A knowledge check; passed with `pass_percent` of its questions right, tried as often as one likes."""

    title = blocks.CharBlock(label=_("Title"), max_length=120, help_text=_("What is checked: “Check: six phases”."))
    pass_percent = blocks.IntegerBlock(
        label=_("Passed at, per cent"),
        min_value=1,
        max_value=100,
        default=80,
        help_text=_("Of the questions. 80 leaves room for one slip in five."),
    )
    questions = QuestionsBlock(label=_("Questions"), help_text=_("Three to six are enough."))

    class Meta:
        icon = "help"
        label = _("Knowledge check")
        group = groups.GUIDANCE
        description = _("Questions with feedback for each answer. Readers try as often as they like.")
        template = "blocks/quiz.html"
        preview_value = {
            "title": _("Check: why small tests"),
            "pass_percent": 80,
            "questions": [
                {
                    "type": "true_false",
                    "value": {
                        "statement": _("A test has failed when it did not turn out as you thought."),
                        "is_true": False,
                        "feedback_right": _("Right: it has failed only when nobody learned anything."),
                        "feedback_wrong": _("You learned something: that is what a test is for."),
                    },
                }
            ],
        }
