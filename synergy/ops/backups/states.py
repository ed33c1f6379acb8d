"""A backup knows its migrations, and an empty database is brought to the state they made."""

import pkgutil
from collections.abc import Iterable
from functools import cache
from importlib import import_module
from typing import Any

from django.apps import apps
from django.contrib.contenttypes.models import ContentType
from django.core.management import call_command
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder

from synergy.ops.backups.errors import BackupError

Migrations = set[tuple[str, str]]


def applied(connected: Any = connection) -> Migrations:
    return set(MigrationRecorder(connected).applied_migrations())


def require_known(migrations: Migrations) -> None:
    """Raises BackupError for a backup of a newer version, because this version cannot take its rows back."""
    known = _known()
    if migrations - known:
        names = ", ".join(sorted(f"{app}.{name}" for app, name in migrations - known)[:3])
        raise BackupError(f"This backup was made by a newer version ({names}): install that version, and restore then.")


@cache
def _known() -> frozenset[tuple[str, str]]:
    """Know migrations by the names of their files: importing them would take longer than many a restore."""
    return frozenset((config.label, name) for config in apps.get_app_configs() for name in _names_of(config.label))


def _names_of(label: str) -> list[str]:
    place, _is_set = MigrationLoader.migrations_module(label)
    try:
        folder = import_module(place).__path__ if place else []
    except ModuleNotFoundError:  # an app without migrations
        folder = []
    return [module.name for module in pkgutil.iter_modules(folder) if module.name[0] not in "_~"]


def bring_to(migrations: Migrations) -> None:
    """Make the tables of that state in the connected database, whose tables are empty or not there yet."""
    if applied() == migrations:
        return
    _drop_tables()
    executor = MigrationExecutor(connection)
    executor.migrate(_last_of(migrations, executor.loader))


def bring_forward() -> None:
    """Bring the database to the state of the installed version, as `manage.py migrate` does it."""
    ContentType.objects.clear_cache()
    if _known() - applied():
        call_command("migrate", verbosity=0, interactive=False)


def _drop_tables() -> None:
    names = set(connection.introspection.table_names())
    ours = {model._meta.db_table for model in apps.get_models(include_auto_created=True)} | {"django_migrations"}
    with connection.cursor() as cursor:
        for name in sorted(names & ours):
            cursor.execute(f"DROP TABLE {connection.ops.quote_name(name)} CASCADE")


def _last_of(migrations: Iterable[tuple[str, str]], loader: MigrationLoader) -> list[tuple[str, str | None]]:
    """Of each app, the migrations that none of the others follows."""
    kept = set(migrations) & set(loader.graph.nodes)
    followed = {parent.key for key in kept for parent in loader.graph.node_map[key].parents if parent.key[0] == key[0]}
    return [*sorted(kept - followed)]
