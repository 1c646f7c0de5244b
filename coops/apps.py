from django.apps import AppConfig


class CoopsConfig(AppConfig):
    name = "coops"
    verbose_name = "สหกรณ์และกลุ่มเกษตรกร"

    def ready(self) -> None:
        from coops.entry import STRENGTH_FORM
        from coops.figures.conditions import CONDITIONS_SET
        from coops.figures.ladders import LADDERS
        from coops.imports.register import NATIONAL_REGISTER_IMPORT, REGISTER_IMPORT
        from coops.imports.statements import AUDITED_IMPORT, STATEMENTS_IMPORT
        from coops.imports.strength import STRENGTH_IMPORT
        from coops.imports.year_facts import FACTS_IMPORT
        from coops.open_work import RESPONSIBLE
        from cpd_portal.core import entry_forms
        from cpd_portal.core.figures import registry as figures
        from cpd_portal.core.imports import registry
        from cpd_portal.core.staff import open_work

        entry_forms.register(STRENGTH_FORM)
        open_work.register(RESPONSIBLE)
        for form in (
            STRENGTH_IMPORT,
            REGISTER_IMPORT,
            NATIONAL_REGISTER_IMPORT,
            STATEMENTS_IMPORT,
            AUDITED_IMPORT,
            FACTS_IMPORT,
        ):
            registry.register(form)
        for figure_set in (LADDERS, CONDITIONS_SET):
            figures.register(figure_set)
        from coops.year_parts import PARTS
        from cpd_portal.core.years import registry as years

        for part in PARTS:
            years.register(part)
