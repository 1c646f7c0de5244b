"""GET daypack/: what the device keeps to work without a network."""

from typing import Any

from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from cpd_portal.api.views import PortalAPIView
from cpd_portal.core.choices import Role
from inspection.api.visits import visit_json
from inspection.choices import Category, Severity
from inspection.offline_limits import offline_limits
from inspection.selectors.checklists import checklist_in_force
from inspection.selectors.daypack import checklists_json, institutions_json, visits_ahead


class DayPackSerializer(serializers.Serializer[Any]):
    """`institutions` by registration number, `checklists` by kind of institution."""

    made_at = serializers.DateTimeField()
    user = serializers.CharField()
    checklist_version = serializers.IntegerField()
    checklists = serializers.DictField(child=serializers.ListField(child=serializers.DictField()))
    visits = serializers.ListField(child=serializers.DictField())
    institutions = serializers.DictField(child=serializers.DictField())
    words = serializers.DictField(child=serializers.DictField())
    limits = serializers.DictField(child=serializers.IntegerField())


class DayPackView(PortalAPIView):
    required_roles = frozenset({Role.INSPECTOR})

    @extend_schema(operation_id="inspection_daypack", responses={200: DayPackSerializer})
    def get(self, request: Request) -> Response:
        """ชุดข้อมูลประจำวัน: แผนของผู้ตรวจการ แห่งที่จะตรวจ และรายการตรวจ"""
        visits = visits_ahead(self.actor)
        version = checklist_in_force()
        return Response(
            {
                "made_at": timezone.now().isoformat(),
                "user": self.actor.username,
                "checklist_version": version.number,
                "checklists": checklists_json(version),
                "visits": [visit_json(visit) for visit in visits],
                "institutions": institutions_json(self.actor, visits),
                "words": {"severity": dict(Severity.choices), "category": dict(Category.choices)},
                "limits": offline_limits().for_device(),
            }
        )
