"""Messages (without their bodies) and the heartbeat of the tick."""

import uuid
from datetime import datetime

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class State(models.TextChoices):
    QUEUED = "queued", _("Queued")
    SENDING = "sending", _("Being sent")
    SENT = "sent", _("Sent")
    DEFERRED = "deferred", _("Will be tried again")
    FAILED = "failed", _("Failed")
    SUPPRESSED = "suppressed", _("No longer needed")
    UNKNOWN = "unknown", _("Perhaps sent")


WAITING = (State.QUEUED, State.DEFERRED)


class MessageQuerySet(models.QuerySet["Message"]):
    def waiting(self) -> "MessageQuerySet":
        return self.filter(state__in=WAITING)

    def due(self, at: datetime) -> "MessageQuerySet":
        return self.waiting().filter(due_at__lte=at)

    def in_scope(self, scope: str) -> "MessageQuerySet":
        return self.filter(scope=scope)


class Message(models.Model):
    """One mail to one person: what it is about and what became of it."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    kind = models.CharField(_("kind"), max_length=40)
    # What makes the mail one of a kind: the second attempt to queue the same key is ignored.
    key = models.CharField(_("key"), max_length=200)
    recipient = models.CharField(_("recipient"), max_length=254)
    subject_ref = models.CharField(_("about"), max_length=100, blank=True)
    scope = models.CharField(_("scope"), max_length=80, blank=True)
    state = models.CharField(_("state"), max_length=12, choices=State.choices, default=State.QUEUED)
    queued_at = models.DateTimeField(_("queued at"))
    due_at = models.DateTimeField(_("due at"))
    claimed_by = models.CharField(max_length=40, blank=True)
    claimed_at = models.DateTimeField(null=True, blank=True)
    attempts = models.PositiveSmallIntegerField(_("attempts"), default=0)
    last_error = models.CharField(_("last error"), max_length=200, blank=True)
    sent_at = models.DateTimeField(_("sent at"), null=True, blank=True)

    objects = MessageQuerySet.as_manager()

    class Meta:
        verbose_name = _("message")
        verbose_name_plural = _("messages")
        constraints = [
            models.UniqueConstraint(fields=["key"], name="outbox_message_key_once"),
            models.CheckConstraint(condition=~Q(key=""), name="outbox_message_has_key"),
            models.CheckConstraint(condition=Q(state__in=State.values), name="outbox_message_state_known"),
            models.CheckConstraint(
                condition=Q(claimed_at__isnull=False) | ~Q(state=State.SENDING),
                name="outbox_message_sending_is_claimed",
            ),
        ]
        indexes = [
            models.Index(fields=["state", "due_at"], name="outbox_state_due"),
            models.Index(fields=["scope", "-queued_at"], name="outbox_scope_queued"),
            models.Index(fields=["subject_ref"], name="outbox_subject_ref"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.id}"


class Beat(models.Model):
    """When something that runs by itself last ran to its end."""

    name = models.CharField(max_length=40, primary_key=True)
    last_at = models.DateTimeField()

    class Meta:
        verbose_name = _("heartbeat")
        verbose_name_plural = _("heartbeats")

    def __str__(self) -> str:
        return self.name
