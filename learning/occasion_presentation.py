"""What pages show of occasions."""


def for_course(page, request) -> list:
    """The coming occasions of a course, as the reader sees them."""
    return []


def coming_for(user) -> list:
    """The coming occasions that the person is registered for or waits for."""
    return []
