from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.blocks.struct_block import StructBlockValidationError

from portal.blocks import groups


class TableRowBlock(blocks.StructBlock):
    cells = blocks.ListBlock(
        blocks.CharBlock(label=_("Cell"), required=False, max_length=500),
        label=_("Cells"),
        help_text=_("As many as there are columns; a cell may be empty."),
    )


class TableBlock(blocks.StructBlock):
    """A table whose cells can be translated, which Wagtail's own table blocks do not offer to translators."""

    caption = blocks.CharBlock(label=_("Caption"), max_length=200, help_text=_("What the table shows."))
    row_headers = blocks.BooleanBlock(
        label=_("The first column has headings"),
        required=False,
        help_text=_("Tick when the first cell says what the row is about."),
    )
    header = blocks.ListBlock(
        blocks.CharBlock(label=_("Column heading"), max_length=120),
        label=_("Column headings"),
        help_text=_("Short, with the unit: “Time (min)”."),
    )
    rows = blocks.ListBlock(
        TableRowBlock(label=_("Row")), label=_("Rows"), help_text=_("In an order that helps the reader.")
    )

    def clean(self, value):
        result = super().clean(value)
        width = len(result["header"])
        for number, row in enumerate(result["rows"], start=1):
            if len(row["cells"]) != width:
                raise StructBlockValidationError(
                    {
                        "rows": ValidationError(
                            _("Row %(row)d has %(cells)d cells, but the table has %(columns)d columns.")
                            % {"row": number, "cells": len(row["cells"]), "columns": width}
                        )
                    }
                )
        return result

    class Meta:
        icon = "table"
        label = _("Table")
        group = groups.TEXT
        description = _("Facts to compare. Keep it under five columns: many read on a phone.")
        template = "blocks/table.html"
        preview_value = {
            "caption": _("Three kinds of problems"),
            "row_headers": True,
            "header": [_("Kind"), _("How to work")],
            "rows": [
                {"cells": [_("Clear"), _("Follow what is known")]},
                {"cells": [_("Complex"), _("Test small")]},
            ],
        }
