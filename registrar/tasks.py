"""Tasks of the registrar: thin, idempotent."""

from celery import shared_task

from registrar.services.orders.files import order_files_check_all


@shared_task(acks_late=True)
def order_files_check() -> None:
    """Every night; what was found changed stands on the register's page until it is restored."""
    order_files_check_all()
