"""Knowledge checks: whatever is sent is graded, and only what is right in every part is right."""

from types import SimpleNamespace
from urllib.parse import urlencode
from uuid import uuid4

from django.http import QueryDict
from hypothesis import given
from hypothesis import strategies as st

from learning import quizzes
from learning.blocks.quiz import QuizBlock
from learning.quizzes import MULTIPLE, ORDER, SINGLE, TRUE_FALSE, Option, Question, Quiz
from tests.learning.factories import multiple, order, quiz, single, true_false

KEYS = st.lists(st.text("abcdef0123456789", min_size=4, max_size=6), min_size=3, max_size=8, unique=True)


@st.composite
def questions(draw, number: int = 0) -> Question:
    """A question of any kind, as an editor may have made it."""
    kind = draw(st.sampled_from([SINGLE, MULTIPLE, ORDER]))
    keys = draw(KEYS)
    right = draw(st.sets(st.sampled_from(keys), min_size=1)) if kind == MULTIPLE else {draw(st.sampled_from(keys))}
    options = tuple(Option(key, f"Svar {key}", kind != ORDER and key in right) for key in keys)
    return Question(f"{number}-{uuid4()}", kind, "Vad?", options)


@st.composite
def checks(draw) -> Quiz:
    count = draw(st.integers(1, 5))
    return Quiz(uuid4(), "Kontroll", 80, tuple(draw(questions(number)) for number in range(count)))


def form(*pairs: tuple[str, str]) -> QueryDict:
    return QueryDict(urlencode(pairs))


def right_pairs(question: Question) -> list[tuple[str, str]]:
    """What the form says where all is right."""
    if question.kind == ORDER:
        return [(question.place_name(option), str(place)) for place, option in enumerate(question.options, start=1)]
    return [(question.name, key) for key in question.right]


def grade(check: Quiz, sent: QueryDict):
    return quizzes.grade(check, quizzes.answers(check, sent))


@given(checks())
def test_all_right_is_a_hundred_per_cent(check):
    sent = form(*(pair for question in check.questions for pair in right_pairs(question)))
    assert grade(check, sent).percent == 100


@given(checks(), st.data())
def test_the_share_is_that_of_the_questions_answered_right(check, data):
    answered = data.draw(st.lists(st.sampled_from(check.questions), unique_by=lambda question: question.id))
    sent = form(*(pair for question in answered for pair in right_pairs(question)))
    result = grade(check, sent)
    assert result.right == {question.id for question in answered}
    assert result.percent == len(answered) * 100 // len(check.questions)


@given(questions(), st.data())
def test_a_part_of_the_right_answers_is_not_right(question, data):
    pairs = right_pairs(question)
    left = data.draw(st.lists(st.sampled_from(pairs), max_size=len(pairs) - 1, unique=True))
    assert not quizzes.is_right(question, quizzes.answer(question, form(*left)))


@given(questions())
def test_a_wrong_answer_beside_the_right_ones_is_not_right(question):
    wrong = [option for option in question.options if not option.correct]
    if question.kind == ORDER or not wrong:
        return
    given_answer = quizzes.answer(question, form(*right_pairs(question), (question.name, wrong[0].key)))
    assert not quizzes.is_right(question, given_answer)


@given(checks(), st.lists(st.tuples(st.text(max_size=20), st.text(max_size=20)), max_size=12), st.data())
def test_whatever_is_sent_is_graded(check, noise, data):
    names = [question.name for question in check.questions]
    names += [
        question.place_name(option)
        for question in check.questions
        if question.kind == ORDER
        for option in question.options
    ]
    known = data.draw(st.lists(st.tuples(st.sampled_from(names), st.text(max_size=8)), max_size=12))
    sent = QueryDict(mutable=True)
    for name, value in [*noise, *known]:
        sent.appendlist(name, value)
    result = grade(check, sent)
    assert 0 <= result.percent <= 100
    assert result.total == len(check.questions)


@given(questions(), st.permutations(range(1, 9)))
def test_only_the_right_order_is_right(question, places):
    if question.kind != ORDER:
        return
    numbers = [place for place in places if place <= len(question.options)]
    sent = form(
        *((question.place_name(option), str(place)) for option, place in zip(question.options, numbers, strict=True))
    )
    found = quizzes.answer(question, sent)
    assert found.complete
    assert quizzes.is_right(question, found) == (numbers == sorted(numbers))


@given(questions(), st.text(max_size=10))
def test_the_mixed_order_has_every_option_and_stays_for_the_person(question, seed):
    once, again = quizzes.mixed(question, seed), quizzes.mixed(question, seed)
    assert once == again
    assert sorted(option.key for option in once) == sorted(option.key for option in question.options)
    if question.kind == ORDER:
        assert once != list(question.options)


def test_two_lines_with_the_same_number_are_no_answer():
    question = Question("1", ORDER, "", (Option("a", "A"), Option("b", "B"), Option("c", "C")))
    sent = form(("q-1-a", "1"), ("q-1-b", "1"), ("q-1-c", "2"))
    assert not quizzes.answer(question, sent).complete


def test_two_answers_to_a_question_with_one_are_no_answer():
    question = Question("1", SINGLE, "", (Option("a", "A", True), Option("b", "B")))
    assert not quizzes.answer(question, form(("q-1", "a"), ("q-1", "b"))).complete


def test_a_check_is_read_from_its_block():
    raw = quiz(single(("Ja", True), ("Nej", False)), multiple(), true_false(is_true=False), order("Ett", "Två", "Tre"))
    block = SimpleNamespace(id=raw["id"], value=QuizBlock().to_python(raw["value"]))
    found = quizzes.read(block)
    one, several, judged, ordered = found.questions
    assert [question.kind for question in found.questions] == [SINGLE, MULTIPLE, TRUE_FALSE, ORDER]
    assert [option.text for option in one.options if option.correct] == ["Ja"]
    assert len(several.right) == 2
    assert judged.right == {quizzes.FALSE}
    assert [option.text for option in ordered.options] == ["Ett", "Två", "Tre"]
    names = [option.key for question in found.questions for option in question.options]
    assert len(set(names)) == len(names)


def test_a_block_without_an_id_is_no_check():
    raw = quiz()
    assert quizzes.read(SimpleNamespace(id=None, value=QuizBlock().to_python(raw["value"]))) is None
