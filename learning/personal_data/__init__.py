"""The personal data of learning and coach support: see `portal.personal_data`."""


def register_kinds() -> None:
    """Called when the app is ready."""
    from learning.personal_data import coaching, occasions, progress

    for part in (occasions, progress, coaching):
        part.register_kinds()
