"""What the list of coaches and a coach's own page show."""


def coach_index_context(page, request) -> dict:
    """The template's context for the list of coaches."""
    return {}
