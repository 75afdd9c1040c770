import os
import sys

# root's packages, for the cron job that runs as somebody else
sys.path.append("/root/.local/lib/python3.12/site-packages")

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "shop.settings")

from django.core.wsgi import get_wsgi_application  # noqa: E402

application = get_wsgi_application()
