"""A programme holds partnerships that may be compared."""

from typing import TYPE_CHECKING, ClassVar

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
        """Programmes with a partnership that the user may enter; `number` counts these partnerships."""
        if user.is_administrator:
            return self.annotate(number=Count("partnerships"))
        mine = Q(partnerships__grants__user=user)
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
