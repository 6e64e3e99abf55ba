"""Deletes personal data whose time is up: for a scheduler, every night. Safe to run twice."""

from django.core.management.base import BaseCommand, CommandError

from portal import personal_data


class Command(BaseCommand):
    help = "Delete personal data whose time is up, by the rules of docs/personal-data.md."

    def add_arguments(self, parser):
        parser.add_argument("--dry-run", action="store_true", help="Say what would go, and delete nothing.")

    def handle(self, *args, dry_run=False, **options):
        verb = "would go" if dry_run else "deleted"
        rows = [("Kind", "Rule", verb)]
        failed = []
        for done in personal_data.purge(dry_run=dry_run):
            rows.append((done.kind.name, str(done.rule), "failed" if done.error else str(done.count)))
            if done.error:
                failed.append(f"{done.kind.name}, {done.rule}: {type(done.error).__name__}: {done.error}")
        widths = [max(len(row[column]) for row in rows) for column in range(3)]
        for kind, rule, count in rows:
            self.stdout.write(f"{kind:<{widths[0]}}  {rule:<{widths[1]}}  {count:>{widths[2]}}")
        if failed:
            raise CommandError("\n".join(failed))
