"""Certificates: their codes, and what one says."""

import secrets
from dataclasses import dataclass
from datetime import datetime

from django.utils import timezone

from learning.models import Completion
from portal.languages import active_language, all_languages

# Letters and digits that are not taken for each other when read aloud or copied by hand.
ALPHABET = "23456789ABCDEFGHJKMNPQRSTVWXYZ"
LENGTH = 10  # 30 ^ 10 codes: nobody finds one by trying
GROUP = 5
# What is written instead of a letter that no code has.
LOOKALIKES = str.maketrans({" ": "", "-": "", "–": "", "‑": "", "\u00a0": "", ".": ""})


def new_code() -> str:
    """A code that nobody can guess."""
    return "".join(secrets.choice(ALPHABET) for _number in range(LENGTH))


def shown(code: str) -> str:
    """A code as it is printed: in groups."""
    return "-".join(code[start : start + GROUP] for start in range(0, len(code), GROUP))


def normalised(text: str) -> str:
    """A code as it is stored, from what somebody typed; empty where it cannot be one."""
    code = text.translate(LOOKALIKES).strip().upper()
    return code if len(code) == LENGTH and set(code) <= set(ALPHABET) else ""


@dataclass(frozen=True)
class Certificate:
    """What a certificate says, to its holder and to those who verify it."""

    code: str
    holder: str
    title: str
    language: str  # of the title
    completed_at: datetime


def title_of(completion: Completion) -> tuple[str, str]:
    """The course's title as it was on the day, in the reader's language or else in the source's; and its language."""
    titles = completion.titles or {}
    codes = [active_language().code, *(language.code for language in all_languages()), *titles]
    code = next((code for code in codes if titles.get(code)), "")
    return titles.get(code, ""), code


def certificate(completion: Completion) -> Certificate:
    """What the certificate of a completed course says."""
    title, language = title_of(completion)
    return Certificate(
        shown(completion.code), completion.holder, title, language, timezone.localtime(completion.completed_at)
    )


def find(text: str) -> Completion | None:
    """The completed course whose certificate has the code that somebody typed."""
    code = normalised(text)
    return Completion.objects.filter(code=code, certificate=True).first() if code else None
