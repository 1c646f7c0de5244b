"""Tasks of documents: thin, idempotent, taking ids."""

from uuid import UUID

from celery import shared_task

from cpd_portal.core.documents import services
from cpd_portal.core.documents.production import produce


@shared_task(acks_late=True, reject_on_worker_lost=True)
def render_document(document_id: str) -> None:
    produce(UUID(document_id))


@shared_task
def enqueue_waiting_documents() -> None:
    services.document_resume_abandoned()
    services.document_enqueue_waiting()


@shared_task
def delete_expired_documents() -> None:
    services.document_delete_expired()
