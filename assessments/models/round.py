"""One round: the same questions to everybody, between two dates; its files, and what became of its links."""

from datetime import date, datetime
from typing import ClassVar

from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from assessments.models.instrument import InstrumentVersion
from partnerships.models import Partnership


def _default_breakdowns() -> list[str]:
    return ["kind"]


def whole_sentences(text: str) -> list[str]:
    """The lines of a text as they will read: without a bullet, with a capital and a full stop (static/js/since.js)."""
    lines = [line for typed in text.splitlines() if (line := typed.strip(" -–•*\t"))]
    return [f"{line[0].upper()}{line[1:]}{'' if line[-1] in '.!?…»”' else '.'}" for line in lines]


class RoundQuerySet(models.QuerySet["Round"]):
    def closed(self) -> "RoundQuerySet":
        return self.filter(state=Round.State.CLOSED)

    def due_to_open(self, at: datetime) -> "RoundQuerySet":
        return self.filter(state=Round.State.PLANNED, opens_by_itself=True, opens_at__lte=at)

    def due_to_close(self, at: datetime) -> "RoundQuerySet":
        return self.filter(state=Round.State.OPEN, collection=Round.Collection.LINKS, closes_at__lte=at)


class Round(models.Model):
    class State(models.TextChoices):
        PLANNED = "planned", _("planned")
        OPEN = "open", _("open")
        CLOSING = "closing", _("closing")
        CLOSED = "closed", _("closed")
        CANCELLED = "cancelled", _("cancelled")

    class Mode(models.TextChoices):
        CONFIDENTIAL = "confidential", _("confidential")
        ANONYMOUS = "anonymous", _("anonymous")
        IDENTIFIED = "identified", _("identified")

    class Collection(models.TextChoices):
        LINKS = "links", _("personal links by e-mail")
        IMPORT = "import", _("answers given elsewhere, imported from a file")

    partnership = models.ForeignKey(Partnership, on_delete=models.PROTECT, related_name="rounds")
    number = models.PositiveSmallIntegerField(_("number"), editable=False)
    version = models.ForeignKey(
        InstrumentVersion, verbose_name=_("instrument"), on_delete=models.PROTECT, related_name="rounds"
    )
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.PLANNED, editable=False)
    mode = models.CharField(_("confidentiality"), max_length=12, choices=Mode, default=Mode.CONFIDENTIAL)
    collection = models.CharField(_("how answers come"), max_length=8, choices=Collection, default=Collection.LINKS)
    k = models.PositiveSmallIntegerField(_("smallest group shown (K)"), validators=[MinValueValidator(4)])
    breakdowns = models.JSONField(_("breakdowns"), default=_default_breakdowns)  # ranked, at most two
    # Groups of a breakdown counted as one: breakdown -> {code: code of the group that takes its place}.
    merges = models.JSONField(_("merged groups"), default=dict, blank=True)
    merges_small = models.BooleanField(
        _("small groups are merged"),
        default=False,
        help_text=_("When the round opens, groups likely to stay too small are shown together as one."),
    )
    opens_at = models.DateTimeField(_("opens"))
    closes_at = models.DateTimeField(_("closes"))
    counts_unsent = models.BooleanField(
        _("answers that were not sent count too"),
        default=False,
        help_text=_("From half of the scored questions on; respondents are told before they start."),
    )
    opens_by_itself = models.BooleanField(_("opens on its date"), default=True)
    # What was done with the last results: whole sentences, one a line, for those who read this language.
    since_en = models.TextField(_("since last time, in English"), blank=True, max_length=1000)
    since_fr = models.TextField(_("since last time, in French"), blank=True, max_length=1000)
    promised = models.BooleanField(default=False, editable=False)  # a mail with the promise has left
    opened_at = models.DateTimeField(null=True, editable=False)
    closed_at = models.DateTimeField(null=True, editable=False)
    # Frozen at the close; while a round is open they are counted, not stored.
    invited = models.PositiveIntegerField(null=True, editable=False)
    started = models.PositiveIntegerField(null=True, editable=False)
    submitted = models.PositiveIntegerField(null=True, editable=False)
    unsent = models.PositiveIntegerField(null=True, editable=False)  # of `submitted`: counted though not sent

    objects: ClassVar = RoundQuerySet.as_manager()

    class Meta:
        verbose_name = _("round")
        verbose_name_plural = _("rounds")
        ordering = ["-number"]
        constraints = [
            models.UniqueConstraint(fields=["partnership", "number"], name="round_number_once"),
            models.UniqueConstraint(
                fields=["partnership"], condition=Q(state__in=["open", "closing"]), name="round_one_open_at_a_time"
            ),
            models.CheckConstraint(condition=Q(closes_at__gt=F("opens_at")), name="round_closes_after_opening"),
            models.CheckConstraint(condition=Q(k__gte=4), name="round_k_floor"),
        ]

    def __str__(self) -> str:
        return _("Round %(number)s") % {"number": self.number}

    def get_absolute_url(self) -> str:
        return reverse("round-detail", args=[self.partnership.slug, self.number])

    @property
    def is_open(self) -> bool:
        return self.state == self.State.OPEN

    @property
    def is_planned(self) -> bool:
        return self.state == self.State.PLANNED

    @property
    def is_closing(self) -> bool:
        return self.state == self.State.CLOSING

    @property
    def is_closed(self) -> bool:
        return self.state == self.State.CLOSED

    @property
    def may_change(self) -> bool:
        return self.is_planned or self.is_open

    @property
    def is_anonymous(self) -> bool:
        return self.mode == self.Mode.ANONYMOUS

    @property
    def is_by_links(self) -> bool:
        """Whether people answer by personal links; the answers of other rounds are imported."""
        return self.collection == self.Collection.LINKS

    def since_last_time(self, language: str) -> list[str]:
        """What was done with the last results, in this language; nothing where it is written in the other one only."""
        return whole_sentences(self.since_fr if language.startswith("fr") else self.since_en)

    @property
    def point_on(self) -> date:
        """The day this round stands for on a time axis."""
        moment = self.closed_at or self.closes_at if self.is_by_links else self.closes_at
        return moment.astimezone(self.partnership.zone).date()


class ImportedFile(models.Model):
    """A file of answers, known by its digest: looked at (no `rows` yet), or taken into the round, once only."""

    round = models.ForeignKey(Round, on_delete=models.PROTECT, related_name="imported_files")
    digest = models.CharField(max_length=64)
    rows = models.PositiveIntegerField(_("responses"), null=True)

    class Meta:
        verbose_name = _("imported file")
        verbose_name_plural = _("imported files")
        constraints = [
            models.UniqueConstraint(fields=["round", "digest"], name="imported_file_once_per_round"),
        ]

    def __str__(self) -> str:
        return self.digest[:12]


class Unlinking(models.Model):
    """The links of a closed round are deleted with its close; `wiped_at` is when their last traces were overwritten."""

    round = models.OneToOneField(Round, on_delete=models.PROTECT, primary_key=True, related_name="unlinking")
    wiped_at = models.DateTimeField(_("traces overwritten"), null=True)

    class Meta:
        verbose_name = _("deletion of links")
        verbose_name_plural = _("deletions of links")

    def __str__(self) -> str:
        return str(self.round_id)
