"""A programme holds partnerships that may be compared."""

from typing import TYPE_CHECKING, ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Count, Q
from django.db.models.functions import Lower
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from synergy.accounts.names import NameField

if TYPE_CHECKING:
    from synergy.accounts.models import User


class ProgrammeQuerySet(models.QuerySet["Programme"]):
    def visible_to(self, user: "User") -> "ProgrammeQuerySet":
        """Programmes with a partnership that the user may enter, or evaluated by the user; `number` counts these."""
        if user.is_administrator:
            return self.annotate(number=Count("partnerships"))
        mine = Q(partnerships__grants__user=user) | Q(evaluators__user=user)
        return self.filter(mine).annotate(number=Count("partnerships", filter=mine, distinct=True))

    def open_to(self, user: "User") -> "ProgrammeQuerySet":
        """Programmes in which the user may create a partnership: by coordinating one, or as an administrator."""
        if user.is_administrator:
            return self
        return self.filter(partnerships__grants__user=user, partnerships__grants__role="coordinator").distinct()


class Programme(models.Model):
    name = NameField(_("name"), max_length=120)
    slug = models.SlugField(_("address"), max_length=60, unique=True)
    description = models.TextField(_("description"), blank=True, max_length=4000)
    demonstration = models.BooleanField(_("demonstration data"), default=False, editable=False)

    objects: ClassVar = ProgrammeQuerySet.as_manager()

    class Meta:
        verbose_name = _("programme")
        verbose_name_plural = _("programmes")
        ordering = ["name"]
        constraints = [
            models.UniqueConstraint(
                Lower("name"),
                name="programme_name_once",
                violation_error_message=_("This name is taken. Choose another, for example with the region."),
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("programme-detail", args=[self.slug])


class ProgrammeEvaluator(models.Model):
    """Somebody who sees the published results of every partnership of a programme, and no people."""

    programme = models.ForeignKey(Programme, on_delete=models.CASCADE, related_name="evaluators")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="evaluated")
    given_by = models.ForeignKey(  # who is named as the sender of the invitation
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, editable=False, related_name="+"
    )

    class Meta:
        verbose_name = _("evaluator of a programme")
        verbose_name_plural = _("evaluators of programmes")
        ordering = ["programme", "user"]
        constraints = [models.UniqueConstraint(fields=["programme", "user"], name="programme_evaluator_once")]

    def __str__(self) -> str:
        return f"{self.user} · {self.programme}"
