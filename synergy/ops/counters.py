"""Django's cache in a table of the database, for what every worker must know at once: attempts and used codes.

Unlike `django.core.cache.backends.db` it raises when the database is away, where that one answers “not stored” (people
would be told that they tried too often); it keeps JSON instead of pickles, which run code when they are read; and keys
are sealed, so that no address of a client or of a person can be read from the table or a backup of it.
"""

from datetime import UTC, datetime
from typing import Any

from django.core.cache.backends.base import DEFAULT_TIMEOUT, BaseCache
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.crypto import salted_hmac

from synergy.ops.models import Count

_FOR_EVER = datetime(9999, 1, 1, tzinfo=UTC)
_CULLED_AT_ONCE = 100


class DatabaseCounters(BaseCache):
    def __init__(self, location: str, params: dict[str, Any]) -> None:
        super().__init__(params)

    def make_key(self, key: Any, version: int | None = None) -> str:
        return salted_hmac("synergy.ops.counters", super().make_key(key, version), algorithm="sha256").hexdigest()

    def get(self, key: Any, default: Any = None, version: int | None = None) -> Any:
        kept = Count.objects.filter(key=self.make_key(key, version), expires_at__gt=timezone.now())
        return next(iter(kept.values_list("value", flat=True)), default)

    def add(self, key: Any, value: Any, timeout: Any = DEFAULT_TIMEOUT, version: int | None = None) -> bool:
        """Store it unless something is there; of several at once exactly one is told that it did."""
        count = self._count(key, value, timeout, version)
        expired = Count.objects.filter(key=count.key, expires_at__lte=timezone.now())
        if expired.update(value=count.value, expires_at=count.expires_at):
            return True
        try:
            with transaction.atomic():
                count.save(force_insert=True)
        except IntegrityError:
            return False
        return True

    def set(self, key: Any, value: Any, timeout: Any = DEFAULT_TIMEOUT, version: int | None = None) -> None:
        with transaction.atomic():
            Count.objects.bulk_create(
                [self._count(key, value, timeout, version)],
                update_conflicts=True,
                unique_fields=["key"],
                update_fields=["value", "expires_at"],
            )
            _cull()

    def touch(self, key: Any, timeout: Any = DEFAULT_TIMEOUT, version: int | None = None) -> bool:
        kept = Count.objects.filter(key=self.make_key(key, version), expires_at__gt=timezone.now())
        return bool(kept.update(expires_at=self._end(timeout)))

    def delete(self, key: Any, version: int | None = None) -> bool:
        deleted, _by_model = Count.objects.filter(key=self.make_key(key, version)).delete()
        return bool(deleted)

    def clear(self) -> None:
        Count.objects.all().delete()

    def _count(self, key: Any, value: Any, timeout: Any, version: int | None) -> Count:
        return Count(key=self.make_key(key, version), value=value, expires_at=self._end(timeout))

    def _end(self, timeout: Any) -> datetime:
        seconds = self.get_backend_timeout(timeout)
        return _FOR_EVER if seconds is None else datetime.fromtimestamp(seconds, UTC)


def _cull() -> None:
    """Delete some of what has expired; rows that another worker is deleting are left to it."""
    expired = Count.objects.filter(expires_at__lte=timezone.now()).select_for_update(skip_locked=True)
    keys = list(expired.values_list("key", flat=True)[:_CULLED_AT_ONCE])
    if keys:
        Count.objects.filter(key__in=keys).delete()
