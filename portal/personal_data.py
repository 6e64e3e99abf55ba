"""What the portal knows of people: the registry that “My data”, the export and `manage.py purge` are made of.

Each app registers its kinds of personal data when it is ready. A kind says in plain words what it is, why it is there,
who sees it and how long it stays; how a person gets it and is rid of it; and the rules by which it goes by itself.
`tests/portal/test_personal_data.py` fails for a relation to a user that no kind covers.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import datetime

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy

from portal.models import DeletionLog
from portal.retention import Period

BATCH = 500  # rows at a time
BY_THE_PERSON = "asked"  # the rule in the deletion log where the person asked for it


REMOVED = "removed"  # where an account was removed
OTHER_RULES = {
    BY_THE_PERSON: gettext_lazy("the person asked for it"),
    REMOVED: gettext_lazy("the account was removed"),
}


@dataclass(frozen=True)
class Rule:
    """What goes by itself: `rows(now)` are those whose time is up, `act` takes them (or what is in them) away.

    `name` is written into the deletion log with the `period`; administrators read the `label`. After `act` the
    rows must no longer be among `rows`.
    """

    name: str
    label: object
    rows: Callable[[datetime], QuerySet]
    period: Callable[[], Period | None] = lambda: None
    act: Callable[[QuerySet], int] = lambda rows: delete(rows)

    def __str__(self) -> str:
        period = self.period()
        return f"{self.name}: {period.code}" if period else self.name


@dataclass(frozen=True)
class Kind:
    """A kind of personal data. Texts are lazy translations; `kept` is called when it is shown."""

    name: str
    label: object
    what: object
    why: object
    seen_by: object
    kept: Callable[[], object]
    order: int = 100
    # The relations to the user that it covers: “app.Model.field”, with * as in file names.
    covers: tuple[str, ...] = ()
    # What is shown of each row: `fields` by name; `export(user)` gives the rows as dictionaries with these names.
    fields: dict[str, object] = field(default_factory=dict)
    export: Callable[[object], Iterable[dict]] | None = None
    # What the person may be rid of at once: how many rows went. `erases` says what goes and what stays, and why.
    delete: Callable[[object], int] | None = None
    erases: object = ""
    # How many of the rows would go now.
    erasable: Callable[[object], int] | None = None
    rules: tuple[Rule, ...] = ()

    def rows(self, user) -> list[dict]:
        """The person's own data of this kind."""
        return list(self.export(user)) if self.export else []


KINDS: dict[str, Kind] = {}
# Relations to a user that no kind covers: why.
EXEMPT: dict[str, str] = {}


def register(kind: Kind) -> None:
    """Adds a kind. They are shown by their `order`."""
    KINDS[kind.name] = kind


def kinds() -> list[Kind]:
    """All kinds, in the order in which a person reads them."""
    return sorted(KINDS.values(), key=lambda kind: kind.order)


def exempt(relation: str, reason: str) -> None:
    """Says why a relation to a user (“app.Model.field”) is no personal data of its own."""
    EXEMPT[relation] = reason


def delete(rows: QuerySet) -> int:
    """Deletes rows; how many of them there were, whatever went with them."""
    return rows.delete()[1].get(rows.model._meta.label, 0)


def log(kind: str, rule: str, count: int) -> None:
    """Notes a deletion in the deletion log, without whose data it was."""
    if count:
        DeletionLog.objects.create(kind=kind, rule=rule[:200], count=count)


def label_of(kind: str, rule: str) -> str:
    """What a rule in the deletion log is called; as it stands there when no kind has it any more."""
    name, _colon, period = rule.partition(": ")
    rules = KINDS[kind].rules if kind in KINDS else ()
    label = next((str(item.label) for item in rules if item.name == name), str(OTHER_RULES.get(name, name)))
    found = Period.read(period)
    return f"{label}, {found}" if found else label


def erase(kind: Kind, user) -> int:
    """Deletes what the person may be rid of; how many rows."""
    if kind.delete is None:
        return 0
    with transaction.atomic():
        count = kind.delete(user)
        log(kind.name, BY_THE_PERSON, count)
    return count


def purge_rule(kind: Kind, rule: Rule, now: datetime, *, dry_run: bool) -> int:
    """Applies a rule, in one transaction and in batches; how many rows went, or would go."""
    if dry_run:
        return rule.rows(now).count()
    count = 0
    with transaction.atomic():
        waiting = list(rule.rows(now).order_by("pk").values_list("pk", flat=True))
        for start in range(0, len(waiting), BATCH):
            # Asked anew: another purge, or the person, may have been there first.
            count += rule.act(rule.rows(now).filter(pk__in=waiting[start : start + BATCH]))
        log(kind.name, str(rule), count)
    return count


@dataclass(frozen=True)
class Purged:
    """What came of a rule: `count` rows, or the error that undid it."""

    kind: Kind
    rule: Rule
    count: int
    error: Exception | None = None


def purge(now: datetime | None = None, *, dry_run: bool = False) -> Iterable[Purged]:
    """Applies every rule. One that fails is undone and told of, and holds up no other."""
    now = now or timezone.now()
    for kind in kinds():
        for rule in kind.rules:
            try:
                yield Purged(kind, rule, purge_rule(kind, rule, now, dry_run=dry_run))
            except Exception as error:  # whatever it is, the other kinds must not be kept for too long
                yield Purged(kind, rule, 0, error)


def exported(user, language: str) -> dict:
    """All of a person's data, for one file."""
    return {
        "exported_at": timezone.now().isoformat(timespec="seconds"),
        "user": user.get_username(),
        "language": language,
        "kinds": [
            {
                "kind": kind.name,
                "label": str(kind.label),
                "what": str(kind.what),
                "why": str(kind.why),
                "seen_by": str(kind.seen_by),
                "kept": str(kind.kept()),
                "fields": {name: str(label) for name, label in kind.fields.items()},
                "rows": kind.rows(user),
            }
            for kind in kinds()
        ],
    }
