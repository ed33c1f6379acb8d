"""Messages (without their bodies), due work, and the heartbeat of the tick."""

import uuid
from datetime import datetime

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from synergy.outbox import kinds


class State(models.TextChoices):
    QUEUED = "queued", _("Queued")
    SENDING = "sending", _("Being sent")
    SENT = "sent", _("Sent")
    DEFERRED = "deferred", _("Will be tried again")
    FAILED = "failed", _("Failed")
    SUPPRESSED = "suppressed", _("No longer needed")
    UNKNOWN = "unknown", _("Perhaps sent")


WAITING = (State.QUEUED, State.DEFERRED)
LEFT = (State.SENT, State.UNKNOWN)  # or may have


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
    # The key makes a mail unique: a room that queues the same key again queues nothing.
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

    @property
    def kind_label(self) -> str:
        return kinds.label(self.kind)

    @property
    def state_label(self) -> str:
        return str(State(self.state).label)


class WorkQuerySet(models.QuerySet["Work"]):
    def due(self, at: datetime) -> "WorkQuerySet":
        return self.filter(state=Work.State.WAITING, due_at__lte=at)

    def unfinished(self) -> "WorkQuerySet":
        return self.filter(state__in=[Work.State.WAITING, Work.State.RUNNING])

    def in_scope(self, scope: str) -> "WorkQuerySet":
        return self.filter(scope=scope)


class Work(models.Model):
    """One piece of due work: what it is about, how far it has come, and which worker has it."""

    class State(models.TextChoices):
        WAITING = "waiting", _("Waiting")
        RUNNING = "running", _("Under way")
        DONE = "done", _("Done")
        FAILED = "failed", _("Not done")
        CANCELLED = "cancelled", _("Cancelled")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    kind = models.CharField(_("kind"), max_length=40)
    # The key makes work unique: asked for twice, it is done once.
    key = models.CharField(_("key"), max_length=200)
    subject_ref = models.CharField(_("about"), max_length=100, blank=True)
    scope = models.CharField(_("scope"), max_length=80, blank=True)
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("asked by"), on_delete=models.SET_NULL, null=True, related_name="+"
    )
    language = models.CharField(max_length=10, blank=True)  # in which whoever asked reads why the work failed
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.WAITING)
    asked_at = models.DateTimeField(_("asked for at"))
    due_at = models.DateTimeField(_("due at"))
    claimed_by = models.CharField(max_length=120, blank=True)
    seen_at = models.DateTimeField(null=True, blank=True)  # the last sign of life of the worker that has claimed it
    attempts = models.PositiveSmallIntegerField(_("attempts"), default=0)
    steps_done = models.PositiveIntegerField(default=0)
    steps_total = models.PositiveIntegerField(default=0)
    to_cancel = models.BooleanField(default=False)
    last_error = models.CharField(_("last error"), max_length=300, blank=True)
    ended_at = models.DateTimeField(_("ended at"), null=True, blank=True)

    objects = WorkQuerySet.as_manager()

    class Meta:
        verbose_name = _("due work")
        verbose_name_plural = _("due work")
        constraints = [
            models.UniqueConstraint(fields=["key"], name="outbox_work_key_once"),
            models.CheckConstraint(condition=~Q(key=""), name="outbox_work_has_key"),
            models.CheckConstraint(
                condition=Q(seen_at__isnull=False) | ~Q(state="running"), name="outbox_work_running_is_claimed"
            ),
        ]
        indexes = [
            models.Index(fields=["state", "due_at"], name="outbox_work_state_due"),
            models.Index(fields=["scope", "-asked_at"], name="outbox_work_scope"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.id}"


class Heartbeat(models.Model):
    """The moment at which something that runs by itself last ended; also since when mail is held (`holds`)."""

    name = models.CharField(max_length=40, primary_key=True)
    last_at = models.DateTimeField()

    class Meta:
        db_table = "outbox_beat"
        verbose_name = _("heartbeat")
        verbose_name_plural = _("heartbeats")

    def __str__(self) -> str:
        return self.name
