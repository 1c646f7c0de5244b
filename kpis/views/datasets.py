"""The register of datasets that KPI 9 and 10 are measured from."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views import View

from cpd_portal.core.exceptions import InvalidInput, StaleObject
from cpd_portal.core.request import PortalRequest
from kpis.dataset_items import metadata_items
from kpis.forms.datasets import DatasetForm
from kpis.models import Dataset, Guideline
from kpis.rules.datasets import master_data_result, open_data_result
from kpis.selectors.datasets import DatasetLine, dataset_kpis, dataset_lines
from kpis.services.datasets import dataset_add, dataset_save
from kpis.services.guards import may_enter


class DatasetPageView(View):
    request: PortalRequest

    def setup(self, request: Any, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        self.year: int = kwargs["fiscal_year"]

    def kpis(self) -> dict[str, Any]:
        """The KPIs that are measured from the register, by computation."""
        found = dataset_kpis(self.request.user, self.year)
        if not found:
            raise Http404(f"ไม่มีทะเบียนชุดข้อมูลปีงบประมาณ {self.year}")
        return found

    def may_enter(self, kpis: dict[str, Any]) -> bool:
        return "open_data" in kpis and may_enter(self.request.user, kpis["open_data"])


class DatasetListView(DatasetPageView):
    def get(self, request: PortalRequest, fiscal_year: int) -> HttpResponse:
        kpis = self.kpis()
        lines = dataset_lines(fiscal_year, timezone.localdate())
        listed = [line.facts for line in lines if line.dataset.in_open_list]
        context = {
            "kpis": kpis,
            "year": fiscal_year,
            "lines": lines,
            "open_data": open_data_result(listed),
            "master_data": master_data_result([f.facts for f in lines if f.dataset.guidelines]),
            "short": _short_by_one_item(lines),
            "items": metadata_items(),
            "may_enter": self.may_enter(kpis),
        }
        return render(request, "kpis/datasets.html", context)


class DatasetFormView(DatasetPageView):
    """A new dataset, or a stored one."""

    def get(self, request: PortalRequest, fiscal_year: int, pk: int | None = None) -> HttpResponse:
        kpis = self._require_enter()
        dataset = self._dataset(pk)
        return self._page(dataset, self._form(kpis, dataset))

    def post(
        self, request: PortalRequest, fiscal_year: int, pk: int | None = None
    ) -> HttpResponse:
        kpis = self._require_enter()
        dataset = self._dataset(pk)
        form = self._form(kpis, dataset, request.POST)
        if not form.is_valid():
            return self._page(dataset, form, status=422)
        try:
            saved = self._save(kpis, dataset, form)
        except InvalidInput as error:
            form.add_problems(error.errors)
            return self._page(dataset, form, status=422)
        except StaleObject as error:
            form.add_error(None, error.message)
            return self._page(self._dataset(pk), form, status=409)
        messages.success(request, f"บันทึกชุดข้อมูล “{saved.title}” แล้ว")
        return redirect("kpis:datasets", fiscal_year)

    def _save(self, kpis: dict[str, Any], dataset: Dataset | None, form: DatasetForm) -> Dataset:
        common: dict[str, Any] = {
            "actor": self.request.user,
            "entry": form.entry(),
            "today": timezone.localdate(),
        }
        if dataset is None:
            return dataset_add(scorecard=kpis["open_data"].scorecard, **common)
        return dataset_save(dataset=dataset, version=form.cleaned_data["version"], **common)

    def _require_enter(self) -> dict[str, Any]:
        kpis = self.kpis()
        if not self.may_enter(kpis):
            raise PermissionDenied("บันทึกได้เฉพาะหน่วยงานเจ้าของตัวชี้วัดชุดข้อมูลเปิด")
        return kpis

    def _dataset(self, pk: int | None) -> Dataset | None:
        if pk is None:
            return None
        rows: Any = Dataset.objects.visible_to(self.request.user)
        found: Dataset = get_object_or_404(rows, scorecard__fiscal_year=self.year, pk=pk)
        return found

    def _form(
        self, kpis: dict[str, Any], dataset: Dataset | None, data: Any = None
    ) -> DatasetForm:
        master = kpis.get("master_data")
        guidelines = list(Guideline.objects.filter(kpi=master)) if master else []
        return DatasetForm(data, dataset=dataset, guidelines=guidelines)

    def _page(self, dataset: Dataset | None, form: DatasetForm, status: int = 200) -> HttpResponse:
        missing = metadata_items().missing(dataset.metadata) if dataset else ()
        context = {"dataset": dataset, "form": form, "year": self.year, "missing": missing}
        return render(self.request, "kpis/dataset.html", context, status=status)


def _short_by_one_item(lines: list[DatasetLine]) -> list[DatasetLine]:
    """The cheapest to make whole: one item is missing and nothing else."""
    return [
        line for line in lines if len(line.facts.missing) == 1 and len(line.facts.reasons) == 1
    ]
