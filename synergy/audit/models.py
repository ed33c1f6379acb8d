"""The append-only record of what was done."""

from typing import Any, NoReturn

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class AppendOnly(TypeError):
    """Somebody tried to change or delete an entry."""


def _refuse(*args: Any, **kwargs: Any) -> NoReturn:
    raise AppendOnly("Audit entries are never changed or deleted")


class EntryQuerySet(models.QuerySet["Entry"]):
    update = delete = bulk_update = update_or_create = _refuse

    def in_scope(self, scope: str) -> "EntryQuerySet":
        return self.filter(scope=scope)

    def about(self, obj: models.Model) -> "EntryQuerySet":
        return self.filter(object_type=obj._meta.label_lower, object_id=str(obj.pk))

    def newest_first(self) -> "EntryQuerySet":
        return self.order_by("-at", "-pk")


class Entry(models.Model):
    """One act by one person (or by Synergy itself, when there is no actor)."""

    at = models.DateTimeField(_("when"), db_index=True)
    # The base manager stays plain: deleting an account may still clear this reference.
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("who")
    )
    actor_label = models.CharField(_("name"), max_length=200, blank=True)
    action = models.CharField(_("action"), max_length=80)
    object_type = models.CharField(_("kind of object"), max_length=80, blank=True)
    object_id = models.CharField(_("object"), max_length=64, blank=True)
    object_label = models.CharField(_("name of the object"), max_length=200, blank=True)
    scope = models.CharField(_("scope"), max_length=80, blank=True, db_index=True)
    request_id = models.CharField(_("request"), max_length=64, blank=True)
    details = models.JSONField(_("details"), default=dict, blank=True)

    objects = EntryQuerySet.as_manager()

    class Meta:
        verbose_name = _("audit entry")
        verbose_name_plural = _("audit entries")
        indexes = [
            models.Index(fields=["scope", "-at"], name="audit_scope_at"),
            models.Index(fields=["object_type", "object_id"], name="audit_object"),
        ]

    def __str__(self) -> str:
        return f"{self.action} {self.object_label}".strip()

    def save(self, *args: Any, **kwargs: Any) -> None:
        if not self._state.adding:
            _refuse()
        super().save(*args, **{**kwargs, "force_insert": True})

    delete = _refuse
