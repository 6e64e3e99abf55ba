"""Lists as CSV for spreadsheets."""

import csv
from collections.abc import Iterable
from datetime import datetime

from django.http import HttpResponse
from django.utils import timezone

BOM = "\ufeff"  # so that spreadsheets read UTF-8
FORMULA = ("=", "+", "-", "@", "\t", "\r")


def cell(value) -> str:
    """A value as text that no spreadsheet takes for a formula: such a one gets an apostrophe in front."""
    if value is None:
        return ""
    if isinstance(value, datetime):
        return timezone.localtime(value).strftime("%Y-%m-%d %H:%M")
    if isinstance(value, float):
        value = round(value, 1)
    text = str(value)
    return f"'{text}" if isinstance(value, str) and text.startswith(FORMULA) else text


def csv_response(name: str, head: Iterable, rows: Iterable[Iterable]) -> HttpResponse:
    """A file to download. Semicolons, as spreadsheets in Swedish expect."""
    response = HttpResponse(BOM, content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{name}.csv"'
    writer = csv.writer(response, delimiter=";")
    writer.writerow([cell(str(value)) for value in head])
    writer.writerows([cell(value) for value in row] for row in rows)
    return response
