from django.conf import settings
from django.core.management.base import BaseCommand
from wagtail.models import Page

from home.examples import plan
from home.examples.loading import Loader
from portal.safety import EXAMPLE_PASSWORD


class Command(BaseCommand):
    help = "Loads the example content, or brings it back to what it was. remove_example takes it away."

    def add_arguments(self, parser):
        parser.add_argument("--if-empty", action="store_true", help="Only into a portal without pages of its own.")

    def handle(self, *args, **options):
        if not (options["if_empty"] and Page.objects.filter(depth__gt=2).exists()):
            self.stdout.write("Loading the example content:")
            Loader(lambda what: self.stdout.write(f"  {what} …")).load()
        if settings.DEBUG:
            self.stdout.write(f"Sign in with the password {EXAMPLE_PASSWORD} as:")
            for user in plan.USERS:
                rights = ", ".join(user.groups) or ("all rights" if user.superuser else "no rights in the admin")
                self.stdout.write(f"  {user.username:<14} {rights}")
