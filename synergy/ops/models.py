"""What is remembered for seconds or minutes: how often somebody tried, which code was used."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Count(models.Model):
    """One counter, under a key that tells neither whose address nor whose account it is about."""

    key = models.CharField(max_length=64, primary_key=True)
    value = models.JSONField()
    expires_at = models.DateTimeField(db_index=True)

    class Meta:
        verbose_name = _("count of attempts")
        verbose_name_plural = _("counts of attempts")

    def __str__(self) -> str:
        return self.key
