from django.db import migrations


class Migration(migrations.Migration):

    dependencies = [
        ("pages", "0004_site_texts"),
    ]

    operations = [
        migrations.RemoveField(
            model_name="homepage",
            name="body",
        ),
    ]
