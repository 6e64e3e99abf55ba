"""What is done outside of requests, by the worker of the task queue."""

from django_tasks import task


@task()
def replay() -> int:
    """Tells Elasticsearch what has changed."""
    from search import replaying

    return replaying.replay()


@task()
def extract_text(document_id: int) -> str:
    """Reads the text of a file into the index; what came of it."""
    from wagtail.documents import get_document_model

    from search import extracting

    document = get_document_model().objects.filter(pk=document_id).first()
    if document is None or not extracting.is_due(document):
        return "nothing to do"
    return extracting.extract(document).outcome
