"""An instrument and its published versions; a version is data and never changes."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Instrument(models.Model):
    code = models.SlugField(_("code"), max_length=30, unique=True)

    class Meta:
        verbose_name = _("instrument")
        verbose_name_plural = _("instruments")
        ordering = ["code"]

    def __str__(self) -> str:
        return self.code


class InstrumentVersion(models.Model):
    instrument = models.ForeignKey(Instrument, on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveSmallIntegerField(_("version"))
    code = models.SlugField(_("code"), max_length=40, unique=True)
    content = models.JSONField(_("content"), editable=False)
    digest = models.CharField(_("digest"), max_length=64, editable=False)
    published_at = models.DateTimeField(_("published"), editable=False)

    class Meta:
        verbose_name = _("instrument version")
        verbose_name_plural = _("instrument versions")
        ordering = ["instrument", "-number"]
        constraints = [
            models.UniqueConstraint(fields=["instrument", "number"], name="instrument_version_number_once"),
        ]

    def __str__(self) -> str:
        return self.code
