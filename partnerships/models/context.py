"""What happened around the partnership: the trend is read against it."""

from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from partnerships.models.partnership import Partnership


class ContextEvent(models.Model):
    class Category(models.TextChoices):
        POLICY = "policy", _("policy")
        FUNDING = "funding", _("funding")
        STAFFING = "staffing", _("staffing")
        COMMUNITY = "community", _("community")
        OTHER = "other", _("other")

    partnership = models.ForeignKey(Partnership, on_delete=models.PROTECT, related_name="context_events")
    happened_on = models.DateField(_("date"))
    category = models.CharField(_("category"), max_length=10, choices=Category)
    title = models.CharField(_("what happened"), max_length=120)
    description = models.TextField(_("details"), blank=True, max_length=4000)

    class Meta:
        verbose_name = _("context event")
        verbose_name_plural = _("context events")
        ordering = ["-happened_on", "-pk"]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("context-event-update", args=[self.partnership.slug, self.pk])
