"""Knowledge checks as data: their questions, the mixed order in which a person sees them, and what was answered.

Nothing here touches the database. A question is right or wrong as a whole; whatever is sent, grading gives an answer.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from hashlib import sha256
from random import Random
from uuid import UUID

from django.http import QueryDict

SINGLE, MULTIPLE, TRUE_FALSE, ORDER = "single", "multiple", "true_false", "order"
TRUE, FALSE = "true", "false"


def block_uuid(value) -> UUID | None:
    """The id of a block, where it is one."""
    try:
        return UUID(str(value))
    except ValueError:
        return None


@dataclass(frozen=True)
class Option:
    """An answer to choose, or a thing to put in order. The key tells nothing of its place."""

    key: str
    text: str
    correct: bool = False
    feedback: str = ""


@dataclass(frozen=True)
class Question:
    """A question with its options as they were written: for one of order, in the right order."""

    id: str
    kind: str
    text: str
    options: tuple[Option, ...]
    feedback: str = ""  # of a question of order

    @property
    def name(self) -> str:
        """The name of its fields in the form."""
        return f"q-{self.id}"

    def place_name(self, option: Option) -> str:
        """The name of the field for an option's place in a question of order."""
        return f"q-{self.id}-{option.key}"

    @property
    def right(self) -> frozenset[str]:
        """The keys of the right answers."""
        return frozenset(option.key for option in self.options if option.correct)


@dataclass(frozen=True)
class Quiz:
    """A knowledge check."""

    id: UUID
    title: str
    pass_percent: int
    questions: tuple[Question, ...]


@dataclass(frozen=True)
class Answer:
    """What was sent to a question, without what the question does not have.

    `chosen` are the keys chosen; to a question of order, all keys in the order given, or as far as one was given.
    """

    chosen: tuple[str, ...]
    places: dict[str, str]  # of a question of order: what stood in each field
    complete: bool


@dataclass(frozen=True)
class Graded:
    """A whole check, graded."""

    right: frozenset[str]  # the ids of the questions answered right
    total: int

    @property
    def percent(self) -> int:
        """Of the questions, rounded down: 79.5 is not 80."""
        return len(self.right) * 100 // self.total if self.total else 0


def _key(question: str, number: int) -> str:
    return sha256(f"{question}:{number}".encode()).hexdigest()[:10]


def _options(question: str, values: Iterable[tuple[str, bool, str]]) -> tuple[Option, ...]:
    return tuple(Option(_key(question, number), *value) for number, value in enumerate(values))


def _true_false(question: str, value) -> tuple[Option, ...]:
    found = []
    for key, is_right in ((TRUE, bool(value["is_true"])), (FALSE, not value["is_true"])):
        found.append(Option(key, "", is_right, value["feedback_right"] if is_right else value["feedback_wrong"]))
    return tuple(found)


def read(block) -> Quiz | None:
    """The check in a block of a lesson's body; None where the block has no id, as in a picker's preview."""
    identity = block_uuid(block.id)
    if identity is None:
        return None
    questions = []
    for child in block.value["questions"]:
        value, kind = child.value, child.block_type
        # Where a question has no id of its own, its place in the check is as good, as long as nobody moves it.
        own = str(block_uuid(child.id) or f"{identity}-{len(questions)}")
        text, feedback = value.get("question") or value.get("statement") or "", ""
        if kind == ORDER:
            options = _options(own, ((item, False, "") for item in value["items"]))
            feedback = value["feedback"]
        elif kind == TRUE_FALSE:
            options = _true_false(own, value)
        else:
            items = ((item["text"], bool(item["correct"]), item["feedback"]) for item in value["options"])
            options = _options(own, items)
        questions.append(Question(own, kind, text, options, feedback))
    return Quiz(identity, block.value["title"], block.value["pass_percent"] or 0, tuple(questions))


def mixed(question: Question, seed: str) -> list[Option]:
    """The options as one person sees them in one try; never the right order of a question of order."""
    options = list(question.options)
    if question.kind == TRUE_FALSE:
        return options
    Random(f"{seed}:{question.id}").shuffle(options)  # noqa: S311 no secret hangs on it
    if question.kind == ORDER and len(options) > 1 and options == list(question.options):
        options.append(options.pop(0))
    return options


def answer(question: Question, sent: QueryDict) -> Answer:
    """What a form says about a question."""
    if question.kind == ORDER:
        return _order(question, lambda option: sent.get(question.place_name(option), ""))
    known = {option.key for option in question.options}
    chosen = tuple(key for key in dict.fromkeys(sent.getlist(question.name)) if key in known)
    if question.kind != MULTIPLE:
        chosen = chosen[:1] if len(chosen) == 1 else ()
    return Answer(chosen, {}, bool(chosen))


def _order(question: Question, place: Callable[[Option], str]) -> Answer:
    numbers = {str(number): number for number in range(1, len(question.options) + 1)}
    places = {option.key: text for option in question.options if (text := place(option)) in numbers}
    chosen = tuple(sorted(places, key=lambda key: numbers[places[key]]))
    complete = len(places) == len(question.options) and len(set(places.values())) == len(places)
    return Answer(chosen, places, complete)


def is_right(question: Question, given: Answer) -> bool:
    """Whether a question is answered right: all of it, and nothing else."""
    if not given.complete:
        return False
    if question.kind == ORDER:
        return given.chosen == tuple(option.key for option in question.options)
    return frozenset(given.chosen) == question.right


def answers(quiz: Quiz, sent: QueryDict) -> dict[str, Answer]:
    """What a form says about each question, by the question's id."""
    return {question.id: answer(question, sent) for question in quiz.questions}


def grade(quiz: Quiz, given: dict[str, Answer]) -> Graded:
    """The result of a check."""
    right = (
        question.id for question in quiz.questions if question.id in given and is_right(question, given[question.id])
    )
    return Graded(frozenset(right), len(quiz.questions))
