"""Lists an administrator may extend: kinds of stakeholders, sectors of organisations."""

from typing import ClassVar

from django.db import models
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _


class Term(models.Model):
    """A code with its name in both languages; codes never change once used."""

    code = models.SlugField(_("code"), max_length=40, unique=True)
    name_en = models.CharField(_("name in English"), max_length=80)
    name_fr = models.CharField(_("name in French"), max_length=80)
    position = models.PositiveSmallIntegerField(_("position"), default=100)
    active = models.BooleanField(_("offered"), default=True)

    former_names: ClassVar[dict[str, tuple[str, ...]]] = {}  # code -> names it came with earlier, kept for files

    class Meta:
        abstract = True
        ordering = ["position", "code"]

    def __str__(self) -> str:
        return self.name

    @property
    def name(self) -> str:
        return self.name_in(get_language() or "en")

    def name_in(self, language: str) -> str:
        return self.name_fr if language.startswith("fr") else self.name_en

    @property
    def names_in_files(self) -> tuple[str, ...]:
        """What a file may call it: its names in both languages, and those of earlier versions of Synergy."""
        return (self.name_en, self.name_fr, *self.former_names.get(self.code, ()))


class StakeholderKind(Term):
    former_names: ClassVar = {
        "family": ("family or carer", "famille ou personne proche aidante"),
        "service": ("health or social service organisation", "organisation de santé ou de services sociaux"),
        "government": ("government", "gouvernement"),
        "supplier": ("supplier", "fournisseur"),
    }

    class Meta(Term.Meta):
        verbose_name = _("stakeholder kind")
        verbose_name_plural = _("stakeholder kinds")


class Sector(Term):
    former_names: ClassVar = {
        "hospital": ("hospital", "centre hospitalier"),
        "primary_care": ("première ligne",),
        "social_care": ("social care", "services sociaux"),
        "third_sector": ("third sector", "tiers secteur"),
    }

    class Meta(Term.Meta):
        verbose_name = _("sector")
        verbose_name_plural = _("sectors")
