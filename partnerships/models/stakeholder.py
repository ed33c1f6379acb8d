"""A person who takes part in a partnership, and from when to when."""

from datetime import date
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Count, Exists, F, OuterRef, Q
from django.db.models.functions import Lower
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from partnerships.models.organisation import Organisation
from partnerships.models.partnership import Partnership
from partnerships.models.vocabulary import StakeholderKind
from synergy.accounts.names import NameField

MEMBERS, LATER, FORMER = "members", "later", "former"


class StakeholderQuerySet(models.QuerySet["Stakeholder"]):
    def members_on(self, day: date) -> "StakeholderQuerySet":
        """People with a membership that runs on the day."""
        return self.filter(Membership.running_on(day, prefix="memberships__")).distinct()

    def shown_as(self, show: str, day: date) -> "StakeholderQuerySet":
        """The members of that day, those who join later, or those who were members and no longer are."""
        return self.filter(_shown_as(show, day))

    def counts_on(self, day: date) -> dict[str, int]:
        """How many are `members` that day, will be (`later`) or were (`former`), and `all`: one query."""
        numbers = {show: Count("pk", filter=_shown_as(show, day)) for show in (MEMBERS, LATER, FORMER)}
        return self.aggregate(**numbers, all=Count("pk"))


def _shown_as(show: str, day: date) -> Q:
    memberships = Membership.objects.filter(stakeholder=OuterRef("pk"))
    running = Q(Exists(memberships.filter(Membership.running_on(day))))
    coming = Q(Exists(memberships.filter(started_on__gt=day)))
    return {MEMBERS: running, LATER: ~running & coming, FORMER: ~running & ~coming}[show]


class Stakeholder(models.Model):
    partnership = models.ForeignKey(Partnership, on_delete=models.PROTECT, related_name="stakeholders")
    name = NameField(_("name"), max_length=120)
    email = models.EmailField(_("e-mail address"), blank=True)
    language = models.CharField(_("language"), max_length=2, choices=settings.LANGUAGES, default="en")
    kind = models.ForeignKey(StakeholderKind, verbose_name=_("stakeholder kind"), on_delete=models.PROTECT)
    undeliverable = models.BooleanField(_("mail does not arrive"), default=False)
    opted_out = models.BooleanField(_("wants no mail"), default=False)

    objects: ClassVar = StakeholderQuerySet.as_manager()

    class Meta:
        verbose_name = _("stakeholder")
        verbose_name_plural = _("stakeholders")
        ordering = ["name", "pk"]
        constraints = [
            models.UniqueConstraint(
                "partnership", Lower("email"), condition=~Q(email=""), name="stakeholder_email_once_in_partnership"
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("stakeholder-detail", args=[self.partnership.slug, self.pk])

    @property
    def reachable(self) -> bool:
        return bool(self.email) and not self.undeliverable and not self.opted_out


class Membership(models.Model):
    """From when to when a person takes part, for an organisation or for themselves, and the reason."""

    stakeholder = models.ForeignKey(Stakeholder, on_delete=models.PROTECT, related_name="memberships")
    organisation = models.ForeignKey(
        Organisation,
        verbose_name=_("organisation"),
        on_delete=models.PROTECT,
        related_name="memberships",
        null=True,
        blank=True,
    )
    started_on = models.DateField(_("member from"))
    ended_on = models.DateField(_("member until"), null=True, blank=True)
    reason = models.CharField(_("reason for being there"), max_length=300, blank=True)

    class Meta:
        verbose_name = _("membership")
        verbose_name_plural = _("memberships")
        ordering = ["-started_on", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(ended_on__isnull=True) | Q(ended_on__gte=F("started_on")),
                name="membership_ends_after_start",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.stakeholder} ({self.started_on})"

    def state_on(self, day: date) -> str:
        """Whether it runs that day ("now"), comes ("next") or is over ("done"); the last day counts."""
        if self.started_on > day:
            return "next"
        return "now" if self.ended_on is None or self.ended_on >= day else "done"

    @staticmethod
    def running_on(day: date, prefix: str = "") -> Q:
        """The filter for memberships that hold on this day; the last day counts."""
        open_end = Q(**{f"{prefix}ended_on__isnull": True}) | Q(**{f"{prefix}ended_on__gte": day})
        return Q(**{f"{prefix}started_on__lte": day}) & open_end
