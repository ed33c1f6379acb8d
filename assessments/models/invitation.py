"""A person who is asked to answer in one round: how far the person is, never what the person said."""

from typing import ClassVar
from uuid import uuid4

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from assessments.models.round import Round
from partnerships.models import Stakeholder


class InvitationQuerySet(models.QuerySet["Invitation"]):
    def valid(self) -> "InvitationQuerySet":
        return self.filter(revoked_on__isnull=True)

    def unfinished(self) -> "InvitationQuerySet":
        return self.valid().filter(submitted_on__isnull=True)


class Invitation(models.Model):
    """Dates only, no times: a time of day would tell who answered when."""

    class Status(models.TextChoices):
        NOT_STARTED = "not_started", _("not started")
        STARTED = "started", _("started")
        DONE = "done", _("done")
        REVOKED = "revoked", _("revoked")

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    round = models.ForeignKey(Round, on_delete=models.PROTECT, related_name="invitations")
    stakeholder = models.ForeignKey(Stakeholder, on_delete=models.PROTECT, related_name="invitations")
    language = models.CharField(_("language"), max_length=2, choices=settings.LANGUAGES)
    link_version = models.PositiveSmallIntegerField(default=1, editable=False)
    link_digest = models.CharField(max_length=64, unique=True, editable=False)
    # What the membership says on the day of opening; the respondent may correct it in their answers.
    kind = models.CharField(_("stakeholder kind"), max_length=40)
    sector = models.CharField(_("sector"), max_length=40, blank=True)
    tenure = models.CharField(_("length of membership"), max_length=10, blank=True)
    # Somebody else may hold the link (a coordinator looked it up, or it went to a second address): from then on its
    # pages take answers and show none.
    handed_out = models.BooleanField(default=False, editable=False)
    sections_done = models.PositiveSmallIntegerField(default=0, editable=False)
    started_on = models.DateField(null=True, editable=False)
    submitted_on = models.DateField(null=True, editable=False)
    revoked_on = models.DateField(null=True, editable=False)

    objects: ClassVar = InvitationQuerySet.as_manager()

    class Meta:
        verbose_name = _("invitation")
        verbose_name_plural = _("invitations")
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["round", "stakeholder"], name="invitation_once_per_round"),
            models.CheckConstraint(
                condition=Q(submitted_on__isnull=True) | Q(started_on__lte=F("submitted_on")),
                name="invitation_started_before_submitted",
            ),
        ]

    def __str__(self) -> str:
        return str(self.id)

    @property
    def status(self) -> "Invitation.Status":
        if self.revoked_on:
            return self.Status.REVOKED
        if self.submitted_on:
            return self.Status.DONE
        return self.Status.STARTED if self.started_on else self.Status.NOT_STARTED
