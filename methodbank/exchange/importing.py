"""Brings a bank in: everything is checked first, and all of it is written or nothing."""

import base64
import binascii
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.db import transaction
from django.utils.translation import gettext as _
from wagtail.documents import get_document_model
from wagtail.images import get_image_model
from wagtail.models import Locale, Page

from methodbank.exchange.checking import Fault, document_faults
from methodbank.exchange.method_data import RELATIONS, TERMS, fields
from methodbank.models import MethodIndexPage, MethodPage, MethodProblemType, MethodRelation
from methodbank.models.vocabularies import VOCABULARIES
from portal.structured import identifier, in_language
from portal.translating import translate


class ImportRefusedError(Exception):
    """The bank has faults; nothing was written."""

    def __init__(self, found: list[Fault]) -> None:
        super().__init__(f"{len(found)} faults")
        self.faults = found


class _RollBack(Exception):
    """Ends a dry run."""


@dataclass
class Result:
    """What an import did, or would do."""

    created: list[str] = field(default_factory=list)
    updated: list[str] = field(default_factory=list)
    translated: list[str] = field(default_factory=list)
    terms: list[str] = field(default_factory=list)


def key_of(reference: str) -> UUID:
    """The translation key that an id stands for: itself when it is a UUID, else one that follows from it.

    An id names a method, or with its kind before a colon another page: `story:snow-data-bikes`.
    """
    try:
        return UUID(reference)
    except ValueError:
        kind, separator, name = reference.partition(":")
        return identifier(kind, name) if separator else identifier("method", reference)


class Importer:
    """One import of one document."""

    def __init__(self, document: dict, mapping: dict[str, dict[str, str | None]] | None, user=None) -> None:
        self.document = document
        self.mapping = mapping or {}
        self.user = user
        self.faults: list[Fault] = []
        self.result = Result()
        self.source = document["source_language"]
        self.locales = {locale.language_code: locale for locale in Locale.objects.all()}
        self.files: dict[str, int | None] = {}

    # What the data refers to.

    def page(self, reference: str) -> int | None:
        pages = Page.objects.filter(translation_key=key_of(reference))
        return pages.order_by("pk").values_list("pk", flat=True).first()

    def snippet(self, model: type, reference: str) -> int | None:
        return model.objects.filter(translation_key=key_of(reference)).values_list("pk", flat=True).first()

    def image(self, reference: str) -> int | None:
        return self._file(get_image_model(), reference)

    def document_file(self, reference: str) -> int | None:
        return self._file(get_document_model(), reference)

    def _file(self, model, reference: str) -> int | None:
        if reference not in self.files:
            self.files[reference] = self._find_or_create_file(model, reference)
        return self.files[reference]

    def _find_or_create_file(self, model, reference: str) -> int | None:
        found = model.objects.filter(file_hash=reference).values_list("pk", flat=True).first()
        data = self.document.get("files", {}).get(reference)
        if found or not isinstance(data, dict):
            return found
        place = f"files.{reference}"
        try:
            content = base64.b64decode(data["content"], validate=True)
        except (KeyError, TypeError, ValueError, binascii.Error):
            self.faults.append((place, _("has no readable content.")))
            return None
        item = model(title=str(data.get("title") or data.get("name") or reference)[:255])
        if hasattr(item, "language"):
            item.language = str(data.get("language") or "")[:10]
        name = str(data.get("name") or reference)[:100]
        if self._file_is_refused(model, name, content, place):
            return None
        item.file = ContentFile(content, name=name)
        item.file_size = len(content)
        item._set_file_hash()
        item.save()
        return item.pk

    def _file_is_refused(self, model, name: str, content: bytes, place: str) -> bool:
        """Whether the file would be refused in the admin too."""
        from wagtail.documents.forms import get_document_form
        from wagtail.images.forms import get_image_form

        form_class = (get_image_form if model is get_image_model() else get_document_form)(model)
        form_field = form_class.base_fields["file"]
        try:
            form_field.clean(ContentFile(content, name=name))
        except ValidationError as error:
            self.faults += [(place, message) for message in error.messages]
            return True
        return False

    # Vocabularies.

    def import_terms(self) -> None:
        """Creates the terms that are not here, and updates those that came from the same bank."""
        for name, terms in self.document.get("vocabularies", {}).items():
            model = VOCABULARIES[name]
            mapped = self.mapping.get(name, {})
            for number, term in enumerate(terms):
                if term["code"] in mapped:
                    continue
                key = identifier(name, term["id"]) if not _is_uuid(term["id"]) else UUID(term["id"])
                local = model.objects.filter(code=term["code"]).first()
                if local and local.translation_key != key:
                    continue  # the word is ours already
                for language, locale in self.locales.items():
                    values = {
                        "code": term["code"],
                        "name": in_language(term["name"], language, self.source),
                        "description": in_language(term.get("description") or "", language, self.source),
                        "retired": bool(term.get("retired")),
                    }
                    if hasattr(model, "un_goal_numbers"):
                        values["un_goals"] = ", ".join(map(str, term.get("un_goals", [])))
                    if language not in term["name"] and language != self.source:
                        continue
                    _term, created = model.objects.update_or_create(
                        translation_key=key,
                        locale=locale,
                        defaults=values,
                        create_defaults={**values, "sort_order": number},
                    )
                    if created:
                        self.result.terms.append(f"{name}: {values['name']} ({language})")

    def terms(self, name: str, codes: list[str], place: str) -> list:
        """The terms of the source language with these codes, in the order of the codes."""
        found = []
        for code in codes:
            code = self.mapping.get(name, {}).get(code, code)
            if code is None:
                continue
            term = VOCABULARIES[name].objects.filter(code=code, locale=self.locales[self.source]).first()
            if term is None:
                message = _("“%(code)s” is unknown. Define it under vocabularies.%(name)s, or map it.")
                self.faults.append((place, message % {"code": code, "name": name}))
            elif term not in found:
                found.append(term)
        return found

    # Methods.

    def fill(self, page: MethodPage, data: dict, language: str) -> None:
        """Sets the page's own fields."""
        translated = in_language(data, language, self.source)
        for name, value in fields(translated, _Resolver(self), data["id"]).items():
            setattr(page, name, value)

    def relate(self, page: MethodPage, data: dict, place: str) -> None:
        """Sets what the page has of terms."""
        for name in TERMS:
            setattr(page, name, self.terms(name, data.get(name, []), f"{place}.{name}"))
        phases = self.terms("phases", data.get("phases", [])[:1], f"{place}.phases")
        page.primary_phase = phases[0] if phases else None
        fits = []
        for number, (code, fit) in enumerate(data["problem_types"].items()):
            for term in self.terms("problem_types", [code], f"{place}.problem_types"):
                fits.append(MethodProblemType(problem_type=term, fit=fit, sort_order=number))
        page.problem_type_fits = fits

    def import_method(self, index: MethodIndexPage, data: dict, place: str) -> MethodPage | None:
        """Creates or updates one method in the source language, without its relations to other methods."""
        key, locale = key_of(data["id"]), self.locales[self.source]
        page = MethodPage.objects.filter(translation_key=key, locale=locale).first()
        created = page is None
        if created:
            if Page.objects.filter(translation_key=key).exists():
                self.faults.append((f"{place}.id", _("belongs to a page that is no method.")))
                return None
            page = MethodPage(translation_key=key, locale=locale, live=False)
        self.fill(page, data, self.source)
        self.relate(page, data, place)
        if created:
            # The place in the tree comes first: the rules need it.
            clash = index.get_children().filter(slug=page.slug).exists()
            if clash:
                self.faults.append((f"{place}.slug", _("“%(slug)s” is taken by another page.") % {"slug": page.slug}))
                return None
            page.draft_title = page.title
            index.add_child(instance=page)
        try:
            page.full_clean()
        except ValidationError as error:
            self.faults += [
                (f"{place}.{name}", message) for name, messages in error.message_dict.items() for message in messages
            ]
            return None
        (self.result.created if created else self.result.updated).append(page.title)
        return page

    def connect(self, page: MethodPage, data: dict, place: str) -> None:
        """Sets the relations to other methods."""
        relations = []
        for kind in RELATIONS:
            for reference in data.get(kind, []):
                target = MethodPage.objects.filter(
                    translation_key=key_of(reference), locale=self.locales[self.source]
                ).first()
                if target is None:
                    message = _("“%(reference)s” is neither in the file nor in the bank.") % {"reference": reference}
                    self.faults.append((f"{place}.{kind}", message))
                else:
                    relations.append(MethodRelation(kind=kind, method=target, sort_order=len(relations)))
        page.related_methods = relations

    def languages_of(self, data: dict) -> list[str]:
        """The languages that the method is translated to, of those that the portal has."""
        named = data.get("languages") or list(data["title"] if isinstance(data["title"], dict) else ())
        return [language for language in named if language != self.source and language in self.locales]

    def run(self) -> Result:
        """Writes everything; raises ImportRefusedError with all faults when there is one."""
        if self.source not in self.locales:
            raise ImportRefusedError([("source_language", _("The portal has no content in this language."))])
        index = MethodIndexPage.objects.filter(locale=self.locales[self.source]).order_by("path").first()
        if index is None:
            raise ImportRefusedError([("", _("The portal has no method bank page in the source language."))])
        self.import_terms()
        pages = []
        for number, data in enumerate(self.document["methods"]):
            place = f"methods[{number}]"
            page = self.import_method(index, data, place)
            if page:
                pages.append((page, data, place))
        for page, data, place in pages:
            self.connect(page, data, place)
        if not self.faults:
            for page, data, place in pages:
                page.live = True
                page.save_revision(user=self.user).publish(user=self.user)
                self.translate(page, data, place)
        if self.faults:
            raise ImportRefusedError(self.faults)
        return self.result

    def translate(self, page: MethodPage, data: dict, place: str) -> None:
        page = MethodPage.objects.get(pk=page.pk)
        for language in self.languages_of(data):
            locale = self.locales[language]
            if not page.get_parent().get_translations().filter(locale=locale, alias_of=None).exists():
                message = _("The method bank page itself is not translated to %(language)s: translate it first.")
                self.faults.append((f"{place}.languages", message % {"language": language}))
                continue
            translated = MethodPage.objects.get(pk=page.pk)
            self.fill(translated, data, language)
            translate(page, translated, locale, self.user)
            self.result.translated.append(f"{page.title} ({language})")


class _Resolver:
    """The importer as a `portal.structured.Resolver`."""

    def __init__(self, importer: Importer) -> None:
        self.page, self.image = importer.page, importer.image
        self.document, self.snippet = importer.document_file, importer.snippet


def _is_uuid(value: str) -> bool:
    try:
        UUID(value)
    except ValueError:
        return False
    return True


def mapping_faults(mapping: Any) -> list[Fault]:
    """What is wrong with a mapping file: vocabularies, with other banks' codes and ours, or null to leave one out."""
    if not isinstance(mapping, dict):
        return [("", _("The mapping must be an object."))]
    found: list[Fault] = []
    for name, pairs in mapping.items():
        if name not in VOCABULARIES or not isinstance(pairs, dict):
            found.append((name, _("is no vocabulary. There are: %(known)s.") % {"known": ", ".join(VOCABULARIES)}))
            continue
        for theirs, ours in pairs.items():
            known = isinstance(ours, str) and VOCABULARIES[name].objects.filter(code=ours).exists()
            if ours is not None and not known:
                found.append((f"{name}.{theirs}", _("“%(code)s” is no term of ours.") % {"code": ours}))
    return found


def import_bank(document: Any, *, mapping: Any = None, user=None, dry_run: bool = False) -> Result:
    """Imports a bank; see docs/method-bank-format.md.

    Raises ImportRefusedError with every fault and its place; then, as after a dry run, nothing has been written.
    """
    found = document_faults(document) + mapping_faults(mapping or {})
    if found:
        raise ImportRefusedError(found)
    importer = Importer(document, mapping, user)
    try:
        with transaction.atomic():
            result = importer.run()
            if dry_run:
                raise _RollBack
    except _RollBack:
        result = importer.result
    return result
