"""Who gave which response, in rounds of identified mode alone; only modules that may import answers import this one."""

from django.db import models

from assessments.models.answers import Response
from partnerships.models import Stakeholder


class NamedResponse(models.Model):
    """A response with its person and what the person wrote; a round of another mode has no row in this table."""

    response = models.OneToOneField(Response, on_delete=models.PROTECT, primary_key=True, related_name="+")
    stakeholder = models.ForeignKey(Stakeholder, on_delete=models.PROTECT, related_name="+")
    comments = models.JSONField(default=dict)  # section or open-question code -> text

    class Meta:
        ordering = ["response"]

    def __str__(self) -> str:
        return "named response"
