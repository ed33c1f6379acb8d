"""A role of a user in a partnership."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from partnerships.models.partnership import Partnership


class Grant(models.Model):
    class Role(models.TextChoices):
        COORDINATOR = "coordinator", _("coordinator")
        EVALUATOR = "evaluator", _("evaluator")
        VIEWER = "viewer", _("viewer")

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="grants")
    partnership = models.ForeignKey(Partnership, on_delete=models.CASCADE, related_name="grants")
    role = models.CharField(_("role"), max_length=12, choices=Role)
    given_by = models.ForeignKey(  # who is named as the sender of the invitation
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, editable=False, related_name="+"
    )

    class Meta:
        verbose_name = _("role")
        verbose_name_plural = _("roles")
        ordering = ["partnership", "role", "user"]
        constraints = [
            models.UniqueConstraint(fields=["user", "partnership"], name="grant_one_role_per_partnership"),
        ]

    def __str__(self) -> str:
        return f"{self.user} · {self.get_role_display()}"

    @property
    def coordinates(self) -> bool:
        return self.role == self.Role.COORDINATOR and self.user.is_active

    def is_last_coordinator(self) -> bool:
        """Whether nobody would coordinate the partnership without this grant: one query."""
        coordinating = Grant.objects.filter(role=self.Role.COORDINATOR, user__is_active=True)
        others = coordinating.filter(partnership=self.partnership_id).exclude(pk=self.pk)
        return self.role == self.Role.COORDINATOR and not others.exists()
