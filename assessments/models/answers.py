"""What people answered; pyproject.toml lists the few modules that may import this one.

The tables have no timestamps, no serial keys and no history, so that nothing tells who answered when. Before the close
sealed answers belong to the invitation; at the close the answers are copied in random order into new rows, and the
sealed rows are deleted.
"""

from uuid import uuid4

from django.db import models
from django.utils.translation import gettext_lazy as _

from assessments.models.invitation import Invitation
from assessments.models.round import Round


class SealedAnswers(models.Model):
    """Answers of one respondent while the round is open: by link (with an invitation) or imported (without)."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    round = models.ForeignKey(Round, on_delete=models.PROTECT, related_name="+")
    invitation = models.OneToOneField(Invitation, on_delete=models.PROTECT, related_name="+", null=True)
    imported_key = models.CharField(max_length=64, blank=True)  # digest of the respondent key of an imported row
    answers = models.JSONField(default=dict)  # item code -> 1..5, "na", "dk"; a blank is absent
    comments = models.JSONField(default=dict)  # section or open-question code -> text
    about = models.JSONField(default=dict)  # kind, sector, tenure
    sequence = models.JSONField(default=dict)  # item code -> the browser's counter, so that a late retry loses
    browsers = models.JSONField(default=dict)  # code, or "about.kind" … -> mark of the browser in which it was typed

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(
                fields=["round", "imported_key"],
                condition=~models.Q(imported_key=""),
                name="sealed_imported_key_once_per_round",
            ),
        ]

    def __str__(self) -> str:
        return "sealed"


class Response(models.Model):
    """One respondent's answers after the close, under a code; the database does not say whose code it is."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    round = models.ForeignKey(Round, on_delete=models.PROTECT, related_name="+")
    panel_key = models.CharField(max_length=64, blank=True)
    kind = models.CharField(max_length=40, blank=True)
    sector = models.CharField(max_length=40, blank=True)
    tenure = models.CharField(max_length=10, blank=True)
    imported = models.BooleanField(default=False)  # from a file, whose importer knows it
    answers = models.JSONField(default=dict)

    class Meta:
        ordering = ["id"]

    def __str__(self) -> str:
        return "response"


class Comment(models.Model):
    """An open answer, without any key to the other answers of the same person, nor to a group.

    A coordinator looks at comments before they are released; from then on only what was released is kept.
    """

    class State(models.TextChoices):
        NEW = "new", _("not looked at yet")
        HIDDEN = "hidden", _("hidden")
        REDACTED = "redacted", _("redacted")
        RELEASED = "released", _("released")

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    round = models.ForeignKey(Round, on_delete=models.PROTECT, related_name="+")
    question = models.CharField(max_length=20)
    text = models.TextField(max_length=4000, blank=True)
    redacted = models.TextField(max_length=4000, blank=True)  # what takes the place of the text at the release
    state = models.CharField(max_length=8, choices=State, default=State.NEW)

    class Meta:
        ordering = ["id"]

    def __str__(self) -> str:
        return "comment"
