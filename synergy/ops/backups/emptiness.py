"""A restore goes only where nothing is lost: into a database with no rows but those that installations start with."""

from django.conf import settings
from django.db import connection

from synergy.ops.backups.errors import BackupError

# Migrations, the start of the containers, or a ticker that has nothing to do fill these tables.
_filled_at_start = {
    "django_migrations",
    "django_content_type",
    "auth_permission",
    "django_session",
    "outbox_beat",
    "ops_count",
}


def register_filled_at_start(*tables: str) -> None:
    """Let rooms name the tables that migrations and `load_instruments` fill."""
    _filled_at_start.update(tables)


def caches() -> set[str]:
    """The tables of the database cache, which are never in a backup."""
    return {str(cache["LOCATION"]) for cache in settings.CACHES.values() if cache["BACKEND"].endswith("DatabaseCache")}


def not_kept() -> set[str]:
    """The tables whose rows no backup brings back: sign-ins and counted attempts end, migrations are made anew."""
    return {"django_session", "django_migrations", "ops_count"} | caches()


def require_empty() -> None:
    """Raises BackupError naming a table with rows of its own."""
    with connection.cursor() as cursor:
        for name in sorted(set(connection.introspection.table_names(cursor)) - _filled_at_start - caches()):
            cursor.execute(f"SELECT 1 FROM {connection.ops.quote_name(name)} LIMIT 1")  # names of our own tables
            if cursor.fetchone():
                raise BackupError(
                    f"This installation is not empty ({name} has rows): nothing was changed. "
                    "Restore into a new database, or rehearse with --rehearse."
                )
