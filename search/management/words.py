"""Commands that are given words to search for."""

import re

from django.core.management.base import BaseCommand

# One hyphen and more, but for Django's own -h and -v.
WORD = re.compile(r"-(?!-|h$|v\d?$).")


class WordsCommand(BaseCommand):
    """Takes “-möten” as words, as the search field does."""

    def create_parser(self, *args, **kwargs):
        parser = super().create_parser(*args, **kwargs)
        parse = parser.parse_args
        # With a space in front it is no option; to the search it is the same.
        parser.parse_args = lambda args: parse([f" {arg}" if WORD.match(arg) else arg for arg in args])
        return parser
