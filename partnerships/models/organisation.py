"""An organisation that takes part in a partnership."""

from datetime import date
from typing import ClassVar

from django.db import models
from django.db.models import Count, Q
from django.db.models.functions import Lower
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from partnerships.models.partnership import Partnership
from partnerships.models.vocabulary import Sector
from synergy.accounts.names import NameField


class OrganisationQuerySet(models.QuerySet["Organisation"]):
    def as_of(self, day: date) -> "OrganisationQuerySet":
        return self.filter(Q(ended_on__isnull=True) | Q(ended_on__gt=day))

    def former(self, day: date) -> "OrganisationQuerySet":
        return self.filter(ended_on__lte=day)

    def counts_on(self, day: date) -> dict[str, int]:
        """How many take part that day (`present`), how many have left (`former`), and `all`: one query."""
        former = Q(ended_on__isnull=False, ended_on__lte=day)
        return self.aggregate(present=Count("pk", filter=~former), former=Count("pk", filter=former), all=Count("pk"))


class Organisation(models.Model):
    partnership = models.ForeignKey(Partnership, on_delete=models.PROTECT, related_name="organisations")
    name = NameField(_("name"), max_length=160)
    sector = models.ForeignKey(Sector, verbose_name=_("sector"), on_delete=models.PROTECT)
    website = models.URLField(_("website"), blank=True)
    ended_on = models.DateField(_("left on"), null=True, blank=True)

    objects: ClassVar = OrganisationQuerySet.as_manager()

    class Meta:
        verbose_name = _("organisation")
        verbose_name_plural = _("organisations")
        ordering = ["name"]
        constraints = [
            models.UniqueConstraint("partnership", Lower("name"), name="organisation_name_once_in_partnership"),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("organisation-update", args=[self.partnership.slug, self.pk])
