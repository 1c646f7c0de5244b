from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [
        ("core", "0007_figures"),
        ("core", "0008_unconfirmed_imports_replaced"),
    ]

    operations = []
