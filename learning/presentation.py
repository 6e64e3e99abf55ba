"""What the pages of courses, lessons and learning paths show beyond their own fields."""


def course_context(page, request) -> dict:
    """The template's context for a course."""
    return {}


def lesson_context(page, request) -> dict:
    """The template's context for a lesson."""
    return {}


def path_context(page, request) -> dict:
    """The template's context for a learning path."""
    return {}
