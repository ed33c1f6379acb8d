"""Published numbers of a round, frozen at the close; what the publication plan hides is not in these tables at all."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from assessments.models.round import Round

METHOD = 2
"""How scores are worked out today; rounds closed by method 1 (means of persons' means) keep theirs."""


class PublicationPlan(models.Model):
    """What may be published, worked out once at the close; `content` is described in docs/scoring.md."""

    round = models.OneToOneField(Round, on_delete=models.PROTECT, related_name="plan")
    method = models.PositiveSmallIntegerField(default=METHOD, editable=False)
    content = models.JSONField(editable=False)

    class Meta:
        verbose_name = _("publication plan")
        verbose_name_plural = _("publication plans")

    def __str__(self) -> str:
        return str(self.round)

    @property
    def published(self) -> bool:
        """Whether anything of the round is published."""
        return bool(self.content["published"])


class Cell(models.Model):
    """A number for everybody (empty breakdown and group) or for one group; a hidden cell carries nothing."""

    breakdown = models.CharField(max_length=20, blank=True)
    group = models.CharField(max_length=40, blank=True)
    shown = models.BooleanField()
    n = models.PositiveIntegerField(null=True)
    mean = models.FloatField(null=True)
    sd = models.FloatField(null=True)
    low = models.FloatField(null=True)
    high = models.FloatField(null=True)
    note = models.CharField(max_length=20, blank=True)  # "all_equal": the interval assumes one more response

    class Meta:
        abstract = True

    @staticmethod
    def hidden_is_empty() -> Q:
        return Q(shown=True) | Q(
            n__isnull=True, mean__isnull=True, sd__isnull=True, low__isnull=True, high__isnull=True
        )


class Score(Cell):
    """A construct's score in a round: of everybody, of a group, or of everybody on the items groups are compared on.

    `sd` is the standard error times the root of n; `details` has the method, the items used and their correlations.
    """

    round = models.ForeignKey(Round, on_delete=models.PROTECT, related_name="scores")
    construct = models.CharField(max_length=10)
    details = models.JSONField(default=dict)  # also band, shares, agreement, reliability

    class Meta:
        verbose_name = _("score")
        verbose_name_plural = _("scores")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["round", "breakdown", "group", "construct"], name="score_once"),
            models.CheckConstraint(condition=Cell.hidden_is_empty(), name="score_hidden_is_empty"),
        ]

    def __str__(self) -> str:
        return f"{self.construct} {self.group}".strip()


class ItemTally(Cell):
    """How often each option of an item was chosen; counts only from the size the plan allows."""

    round = models.ForeignKey(Round, on_delete=models.PROTECT, related_name="tallies")
    item = models.CharField(max_length=10)
    counts = models.JSONField(null=True)  # option value -> count, from the size at which distributions may be shown
    details = models.JSONField(default=dict)  # counts and shares of "na", "dk" and blank; direction of a balance item

    class Meta:
        verbose_name = _("item tally")
        verbose_name_plural = _("item tallies")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["round", "breakdown", "group", "item"], name="tally_once"),
            models.CheckConstraint(condition=Cell.hidden_is_empty(), name="tally_hidden_is_empty"),
        ]

    def __str__(self) -> str:
        return f"{self.item} {self.group}".strip()


class Change(models.Model):
    """A construct's change against an earlier round, of everybody; people who answered both sharpen its interval."""

    class Verdict(models.TextChoices):
        RISE = "rise", _("clear rise")
        FALL = "fall", _("clear fall")
        POSSIBLE_RISE = "possible_rise", _("possible rise")
        POSSIBLE_FALL = "possible_fall", _("possible fall")
        NONE = "none", _("no clear change")
        TOO_FEW = "too_few", _("too few to tell")

    round = models.ForeignKey(Round, on_delete=models.PROTECT, related_name="changes")
    against = models.ForeignKey(Round, on_delete=models.PROTECT, related_name="+")
    construct = models.CharField(max_length=10)
    linked = models.BooleanField(default=False)
    n_linked = models.PositiveIntegerField(null=True)  # people with a score in both rounds; only where linked
    difference = models.FloatField(null=True)
    low = models.FloatField(null=True)
    high = models.FloatField(null=True)
    verdict = models.CharField(max_length=15, choices=Verdict)
    details = models.JSONField(default=dict)  # p, adjusted p, effect size, arrow, items, both scores and their people

    class Meta:
        verbose_name = _("change")
        verbose_name_plural = _("changes")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["round", "against", "construct"], name="change_once"),
        ]

    def __str__(self) -> str:
        return f"{self.construct}: {self.get_verdict_display()}"


class Gap(models.Model):
    """A shown group's mean minus that of the other shown groups together; a hidden group has no row."""

    class Verdict(models.TextChoices):
        HIGHER = "higher", _("clearly higher")
        LOWER = "lower", _("clearly lower")
        POSSIBLE_HIGHER = "possible_higher", _("possibly higher")
        POSSIBLE_LOWER = "possible_lower", _("possibly lower")
        NONE = "none", _("no clear difference")
        TOO_FEW = "too_few", _("too few to tell")

    round = models.ForeignKey(Round, on_delete=models.PROTECT, related_name="gaps")
    breakdown = models.CharField(max_length=20)
    group = models.CharField(max_length=40)
    construct = models.CharField(max_length=10)
    difference = models.FloatField(null=True)
    low = models.FloatField(null=True)
    high = models.FloatField(null=True)
    verdict = models.CharField(max_length=15, choices=Verdict)
    details = models.JSONField(default=dict)  # n, n_rest, score of the rest, p, adjusted p, p over all groups

    class Meta:
        verbose_name = _("gap")
        verbose_name_plural = _("gaps")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["round", "breakdown", "group", "construct"], name="gap_once"),
        ]

    def __str__(self) -> str:
        return f"{self.construct} {self.group}: {self.get_verdict_display()}"

    @property
    def n(self) -> int:
        return int(self.details["n"])

    @property
    def n_rest(self) -> int:
        return int(self.details["n_rest"])

    @property
    def p_adjusted(self) -> float | None:
        return self.details.get("p_adjusted")

    @property
    def omnibus_p(self) -> float | None:
        """Whether the groups differ on this construct at all."""
        return self.details.get("omnibus_p")


class Finding(models.Model):
    """Anything else worked out at the close: `power_sharing`, `goes_with_elements`, `goes_with_processes`."""

    round = models.ForeignKey(Round, on_delete=models.PROTECT, related_name="findings")
    code = models.CharField(max_length=30)
    content = models.JSONField(default=dict)

    class Meta:
        verbose_name = _("finding")
        verbose_name_plural = _("findings")
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["round", "code"], name="finding_once")]

    def __str__(self) -> str:
        return self.code
