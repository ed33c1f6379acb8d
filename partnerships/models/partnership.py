"""A partnership: organisations and people who mean to achieve more together than alone."""

from datetime import date, datetime
from typing import TYPE_CHECKING, ClassVar
from zoneinfo import ZoneInfo

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from partnerships.models.programme import Programme
from synergy.accounts.names import NameField
from synergy.accounts.zones import validate_time_zone

if TYPE_CHECKING:
    from synergy.accounts.models import User

SMALLEST_K = 4


class PartnershipQuerySet(models.QuerySet["Partnership"]):
    def visible_to(self, user: "User") -> "PartnershipQuerySet":
        """Partnerships in which the user has a role, or of a programme that the user evaluates.

        Administrators see that all partnerships exist.
        """
        if user.is_administrator:
            return self
        return (
            self.filter(Q(grants__user=user) | Q(programme__evaluators__user=user)).distinct()
            if user.is_active
            else self.none()
        )


class Partnership(models.Model):
    class Mandate(models.TextChoices):
        VOLUNTARY = "voluntary", _("voluntary")
        COMMISSIONED = "commissioned", _("commissioned")
        MANDATED = "mandated", _("mandated")

    programme = models.ForeignKey(
        Programme, verbose_name=_("programme"), on_delete=models.PROTECT, related_name="partnerships"
    )
    name = NameField(_("name"), max_length=120)
    slug = models.SlugField(_("address"), max_length=60, unique=True)
    mission = models.TextField(_("mission"), blank=True, max_length=4000)
    region = models.CharField(_("region"), blank=True, max_length=120)
    context = models.TextField(_("context"), blank=True, max_length=4000)
    mandate = models.CharField(_("mandate"), max_length=12, choices=Mandate, default=Mandate.VOLUNTARY)
    default_language = models.CharField(_("default language"), max_length=2, choices=settings.LANGUAGES, default="en")
    time_zone = models.CharField(
        _("time zone"), max_length=60, default=settings.TIME_ZONE, validators=[validate_time_zone]
    )
    cadence_months = models.PositiveSmallIntegerField(
        _("months between rounds"), default=6, validators=[MinValueValidator(1), MaxValueValidator(36)]
    )
    k = models.PositiveSmallIntegerField(
        _("smallest group shown (K)"), default=5, validators=[MinValueValidator(SMALLEST_K), MaxValueValidator(50)]
    )
    started_on = models.DateField(_("started on"))
    ended_on = models.DateField(_("ended on"), null=True, blank=True)

    objects: ClassVar = PartnershipQuerySet.as_manager()

    class Meta:
        verbose_name = _("partnership")
        verbose_name_plural = _("partnerships")
        ordering = ["name"]
        constraints = [
            models.UniqueConstraint(
                "programme",
                Lower("name"),
                name="partnership_name_once_in_programme",
                violation_error_message=_("This name is taken. Choose another, for example with the region."),
            ),
            models.CheckConstraint(condition=Q(k__gte=SMALLEST_K), name="partnership_k_floor"),
            models.CheckConstraint(
                condition=Q(ended_on__isnull=True) | Q(ended_on__gte=models.F("started_on")),
                name="partnership_ends_after_start",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("overview", args=[self.slug])

    @property
    def zone(self) -> ZoneInfo:
        return ZoneInfo(self.time_zone)

    @property
    def scope(self) -> str:
        """How audit and outbox name this partnership."""
        return f"partnership:{self.pk}"

    def day(self, at: datetime) -> date:
        """The date in the partnership's time zone at this moment."""
        return at.astimezone(self.zone).date()

    def is_over(self, day: date) -> bool:
        return self.ended_on is not None and self.ended_on < day


class Goal(models.Model):
    partnership = models.ForeignKey(Partnership, on_delete=models.CASCADE, related_name="goals")
    text = models.CharField(_("shared goal"), max_length=300)
    position = models.PositiveSmallIntegerField(_("position"), default=1)

    class Meta:
        verbose_name = _("shared goal")
        verbose_name_plural = _("shared goals")
        ordering = ["position", "pk"]

    def __str__(self) -> str:
        return self.text
