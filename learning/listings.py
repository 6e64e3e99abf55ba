"""The list of courses: what one can filter on, and in which order."""


def course_listing(page, request) -> dict:
    """The course index as the reader has filtered it."""
    return {}
