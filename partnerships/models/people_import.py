"""A file of people, read but not yet confirmed.

The rows wait here between the preview and the confirmation: a cookie cannot hold them, a hidden field would have to
be signed, sent back whole and trusted not to grow, and a row can be locked, so that confirming twice imports once.
They are personal data: they go as soon as the import is confirmed or given up, and after a day in any case.
"""

from datetime import datetime
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from partnerships.models.partnership import Partnership


class PeopleImportQuerySet(models.QuerySet["PeopleImport"]):
    def expired(self, at: datetime) -> "PeopleImportQuerySet":
        return self.filter(expires_at__lte=at)


class PeopleImport(models.Model):
    class State(models.TextChoices):
        WAITING = "waiting", _("waiting")
        APPLIED = "applied", _("applied")

    partnership = models.ForeignKey(Partnership, on_delete=models.CASCADE, related_name="people_imports")
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    created_at = models.DateTimeField(_("read on"))
    expires_at = models.DateTimeField(_("kept until"))
    filename = models.CharField(_("file"), max_length=200)
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.WAITING)
    rows = models.JSONField(_("rows"), default=list)
    unused = models.JSONField(_("columns not used"), default=list)

    objects: ClassVar = PeopleImportQuerySet.as_manager()

    class Meta:
        verbose_name = _("import of people")
        verbose_name_plural = _("imports of people")
        ordering = ["-pk"]

    def __str__(self) -> str:
        return self.filename

    def is_waiting(self, at: datetime) -> bool:
        return self.state == self.State.WAITING and at < self.expires_at
