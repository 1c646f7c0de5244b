"""The plan of the strategies that are loaded already: every strategy belongs to a plan from now on."""

from django.db import migrations

TITLE = "แผนยุทธศาสตร์กรมส่งเสริมสหกรณ์ 20 ปี ช่วง 2560–2564"


def make_plan(apps, schema_editor):
    plans = apps.get_model("strategy", "Plan").objects
    plans.get_or_create(first_year=2560, defaults={"last_year": 2564, "title": TITLE})


class Migration(migrations.Migration):

    dependencies = [
        ("strategy", "0002_plans"),
    ]

    operations = [
        migrations.RunPython(make_plan, migrations.RunPython.noop),
    ]
