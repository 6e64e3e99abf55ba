"""What is done outside of requests, by the worker of the task queue."""

from django_tasks import task


@task()
def replay() -> int:
    """Tells Elasticsearch what has changed."""
    from search import replaying

    return replaying.replay()
