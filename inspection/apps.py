from django.apps import AppConfig


class InspectionConfig(AppConfig):
    name = "inspection"
    verbose_name = "การตรวจการสหกรณ์"

    def ready(self) -> None:
        from cpd_portal.core.privacy import registry as privacy
        from inspection.access_logs import LOGS

        for log in LOGS:
            privacy.register(log)
        from cpd_portal.core.figures import registry as figures
        from inspection.figures.checklists import CHECKLISTS
        from inspection.figures.defect_policies import POLICIES
        from inspection.figures.plan_weights import PLAN_WEIGHTS

        for figure_set in (CHECKLISTS, POLICIES, PLAN_WEIGHTS):
            figures.register(figure_set)
        from cpd_portal.core.years import registry as years
        from cpd_portal.core.years.figure_parts import standing_set

        for figure_set in (CHECKLISTS, POLICIES, PLAN_WEIGHTS):
            years.register(standing_set(figure_set))
        from cpd_portal.core.imports import registry
        from inspection.imports.defects import DEFECTS_IMPORT, NATIONAL_DEFECTS_IMPORT

        for form in (DEFECTS_IMPORT, NATIONAL_DEFECTS_IMPORT):
            registry.register(form)
        from cpd_portal.core.saved_filters import registry as filters
        from inspection.forms.defects import BOARD

        filters.register(BOARD)
        from cpd_portal.core.staff import open_work
        from inspection.open_work import OPEN_DEFECTS, OPEN_VISITS

        open_work.register(OPEN_DEFECTS)
        open_work.register(OPEN_VISITS)
        from early_warning.services import visit_planning
        from inspection.services.visits import visit_for_warning

        visit_planning.register(visit_for_warning)
        from early_warning.choices import Proof
        from early_warning.selectors import proof_sources
        from inspection.proof import defects_found

        proof_sources.register(Proof.DEFECT, defects_found)
        from cpd_portal.core.notifications import registry as notifications
        from inspection.notifications import DEFECTS, SOURCES

        notifications.register(DEFECTS, *SOURCES)
