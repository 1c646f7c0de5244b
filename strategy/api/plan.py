"""The strategic plan as data: every project with all its parts, and the planned budgets.

Money is million baht as decimal text. Fiscal years are the keys, in the Buddhist era.
"""

from collections.abc import Iterable
from typing import Any

from django.http import Http404
from django.urls import path
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from cpd_portal.api.serializers import DecimalStringField
from cpd_portal.api.views import PortalAPIView
from strategy.selectors import plan as selectors


class StrategyHeadSerializer(serializers.Serializer[Any]):
    number = serializers.IntegerField()
    title = serializers.CharField(allow_null=True)


class UnitSerializer(serializers.Serializer[Any]):
    code = serializers.CharField(source="unit_code")
    name = serializers.CharField(source="unit_name")


class SuccessIndicatorSerializer(serializers.Serializer[Any]):
    no = serializers.CharField(source="number", allow_null=True)
    text = serializers.CharField()


class ActivitySerializer(serializers.Serializer[Any]):
    no = serializers.CharField(source="number")
    printed_no = serializers.CharField(allow_null=True)
    title = serializers.CharField(allow_null=True)
    targets = serializers.DictField(child=serializers.CharField(allow_null=True))


class AnomalySerializer(serializers.Serializer[Any]):
    """`where` is a path inside the project, such as "activities/3.4/targets/2563"."""

    where = serializers.CharField()
    printed = serializers.CharField()
    reading = serializers.CharField()
    note = serializers.CharField()


class TextsField(serializers.ListField):
    """A list of texts, one from each row."""

    child = serializers.CharField()

    def __init__(self, attribute: str, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.attribute = attribute

    def to_representation(self, data: Iterable[object]) -> list[str]:
        return [getattr(row, self.attribute) for row in data]


class ProjectSerializer(serializers.Serializer[Any]):
    """A project as printed; what the document lacks is null. `source_lines` counts the lines of
    the document's text, first pass and then second."""

    code = serializers.CharField()
    printed_code = serializers.CharField(allow_null=True)
    title = serializers.CharField(allow_null=True)
    strategy = StrategyHeadSerializer()
    objectives = TextsField("text")
    target_group = serializers.CharField(allow_null=True)
    responsible = TextsField("name")
    responsible_units = UnitSerializer(many=True)
    expected_results = TextsField("text")
    success_indicators = SuccessIndicatorSerializer(many=True)
    activities = ActivitySerializer(many=True)
    budget = serializers.DictField(child=DecimalStringField(allow_null=True))
    budget_total = DecimalStringField()
    source_lines = serializers.CharField(source="lines")
    anomalies = AnomalySerializer(many=True)


class BudgetTotalsSerializer(serializers.Serializer[Any]):
    by_year = serializers.DictField(child=DecimalStringField())
    by_strategy = serializers.DictField(child=DecimalStringField())
    total = DecimalStringField()


class ProjectListView(PortalAPIView):
    @extend_schema(operation_id="strategy_projects_list", responses=ProjectSerializer(many=True))
    def get(self, request: Request) -> Response:
        """โครงการทั้งหมดของแผน ตามลำดับในแผน"""
        projects = selectors.project_details(self.actor)
        return Response(ProjectSerializer(projects, many=True).data)


class ProjectView(PortalAPIView):
    @extend_schema(responses=ProjectSerializer)
    def get(self, request: Request, code: str) -> Response:
        """โครงการเดียว ตามรหัส เช่น 5.8"""
        project = selectors.project_detail(self.actor, code)
        if project is None:
            raise Http404
        return Response(ProjectSerializer(project).data)


class BudgetView(PortalAPIView):
    @extend_schema(responses=BudgetTotalsSerializer)
    def get(self, request: Request) -> Response:
        """ประมาณการงบประมาณของทุกโครงการ (ล้านบาท) รายปี รายยุทธศาสตร์ และรวม"""
        return Response(BudgetTotalsSerializer(selectors.budget_totals(self.actor)).data)


plan_urlpatterns = [
    path("projects/", ProjectListView.as_view(), name="strategy-projects"),
    path("projects/<str:code>/", ProjectView.as_view(), name="strategy-project"),
    path("budget/", BudgetView.as_view(), name="strategy-budget"),
]
