"""Certificates: the holder prints one, anyone signed in can verify its code, and nobody finds one by trying."""

import pytest
from django.test import Client

from learning import certificates, completing
from learning.progressing import complete_lesson
from tests.factories import UserFactory
from tests.learning.factories import course, lesson, translated

pytestmark = pytest.mark.django_db

VERIFY = "/sv/learning/certificates/verify/"


@pytest.fixture
def completion(user):
    taken = course(title="Våga pröva")
    page = lesson(taken)
    translated(taken, title="Dare to try")
    complete_lesson(user, taken.translation_key, page.translation_key)
    return completing.evaluate(user, taken)


@pytest.fixture
def colleague(db) -> Client:
    client = Client()
    client.force_login(UserFactory())
    return client


def test_codes_are_short_and_cannot_be_misread():
    codes = {certificates.new_code() for _number in range(200)}
    assert len(codes) == 200
    assert not set("".join(codes)) & set("01ILOU")
    assert all(certificates.normalised(certificates.shown(code).lower()) == code for code in codes)


def test_the_holder_sees_it_in_both_languages(employee, user, completion):
    for language, title in (("sv", "Våga pröva"), ("en", "Dare to try")):
        text = employee.get(f"/{language}/learning/certificates/{completion.code}/").content.decode()
        assert title in text
        assert user.get_full_name() in text
        assert certificates.shown(completion.code) in text


def test_nobody_else_reaches_it(client, colleague, admin, completion):
    address = f"/sv/learning/certificates/{completion.code}/"
    assert client.get(address).status_code == 302
    assert colleague.get(address).status_code == 404
    assert admin.get(address).status_code == 404


def test_it_says_what_it_said_on_the_day(employee, user, completion):
    user.last_name = "Annan"
    user.save()
    text = employee.get(f"/sv/learning/certificates/{completion.code}/").content.decode()
    assert completion.holder in text


def test_a_colleague_verifies_a_code_however_it_is_typed(colleague, completion):
    for typed in (completion.code, certificates.shown(completion.code), f" {completion.code.lower()} "):
        response = colleague.get(VERIFY, {"code": typed})
        assert response.status_code == 200
        text = response.content.decode()
        assert completion.holder in text
        assert "Våga pröva" in text
        assert completion.user.email not in text


@pytest.mark.parametrize("code", ["AAAAA-AAAAA", "x", "A" * 500, "'; DROP", "\x00", "ÅÄÖÅÄ-ÖÅÄÖÅ", "%", "٣٣٣٣٣٣٣٣٣٣"])
def test_a_code_that_is_nobodys(colleague, completion, code):
    response = colleague.get(VERIFY, {"code": code})
    assert response.status_code == 404
    text = response.content.decode()
    assert 'role="alert"' in text
    assert completion.holder not in text


def test_one_letter_away_is_another_code(colleague, completion):
    other = "A" if completion.code[-1] != "A" else "B"
    assert colleague.get(VERIFY, {"code": completion.code[:-1] + other}).status_code == 404


def test_verifying_needs_sign_in(client, completion):
    assert client.get(VERIFY, {"code": completion.code}).status_code == 302


def test_a_course_without_a_certificate_has_none(user, employee, colleague):
    taken = course(certificate=False)
    page = lesson(taken)
    complete_lesson(user, taken.translation_key, page.translation_key)
    done = completing.evaluate(user, taken)
    assert employee.get(f"/sv/learning/certificates/{done.code}/").status_code == 404
    assert colleague.get(VERIFY, {"code": done.code}).status_code == 404
    assert done.code not in employee.get("/sv/learning/").content.decode()


@pytest.mark.parametrize("address", [VERIFY, "/sv/learning/", "/sv/learning/certificates/AAAAAAAAAA/"])
def test_only_looking(employee, address):
    assert employee.post(address).status_code == 405
