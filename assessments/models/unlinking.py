"""What became of the links of an anonymous round."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from assessments.models.round import Round


class Unlinking(models.Model):
    """The links of a closed round are deleted with its close; `wiped_at` is when their last traces were overwritten."""

    round = models.OneToOneField(Round, on_delete=models.PROTECT, primary_key=True, related_name="unlinking")
    wiped_at = models.DateTimeField(_("traces overwritten"), null=True)

    class Meta:
        verbose_name = _("deletion of links")
        verbose_name_plural = _("deletions of links")

    def __str__(self) -> str:
        return str(self.round_id)
