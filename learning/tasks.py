"""What learning does beside the requests."""

from datetime import datetime

from django.db import transaction
from django_tasks import task


@task()
def expire_offers() -> int:
    """Takes back offered seats whose time to answer has passed."""
    from learning import registering

    return registering.expire_offers()


def expire_later(moment: datetime) -> None:
    """Has it done when the time has come. Where the queue cannot wait, `manage.py remind` does it."""
    if expire_offers.get_backend().supports_defer:
        transaction.on_commit(lambda: expire_offers.using(run_after=moment).enqueue(), robust=True)
