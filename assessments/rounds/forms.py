"""Asking for a round: what is asked, when, and how few people a shown group may have."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime, time
from typing import Any, ClassVar, NamedTuple
from zoneinfo import ZoneInfo

from crispy_forms.helper import FormHelper
from crispy_forms.layout import HTML, Fieldset, Layout, Row
from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.text import format_lazy
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from assessments.groupings import NAMES
from assessments.models import InstrumentVersion, Round
from assessments.models.round import whole_sentences
from assessments.questionnaire import questionnaire
from partnerships.models import Partnership
from synergy.accounts.zones import moment_there
from synergy.web.formats import zone_words
from synergy.web.forms import DateField, StaffForm

LARGEST_K = 50
_RANKED = ("first_breakdown", "second_breakdown")
_BREAKDOWNS = (*_RANKED, "merges_small")
_SINCE = ("since_en", "since_fr")
_ASKED_ONCE = ("version", "collection", "mode", "counts_unsent", "opens_on", "opens_time", "opens_by_itself")
MODES = [
    (Round.Mode.CONFIDENTIAL.value, _("Confidential: under a code, so that change over time can be measured")),
    (Round.Mode.ANONYMOUS.value, _("Anonymous: at the close, who gave which answer is deleted for good")),
    (Round.Mode.IDENTIFIED.value, _("Identified: coordinators see names with answers after the close")),
]


class SincePreview(NamedTuple):
    """The news since last time in one language, and the id of the field where they are typed."""

    code: str
    language: str
    field: str
    sentences: list[str]


class TimeInput(forms.TimeInput):
    input_type = "time"

    def __init__(self) -> None:
        super().__init__({"step": "60"}, format="%H:%M")


def _version_label(version: InstrumentVersion) -> str:
    questions = questionnaire(version)
    least, most = questions.minutes
    words = {"name": questions.name, "number": version.number, "least": least, "most": most}
    return gettext("%(name)s, version %(number)s (%(least)s to %(most)s minutes)") % words


def _since_field(label: Any, example: str) -> forms.CharField:
    words = _("What was done with the last results, in whole sentences, one a line. For example: {example}")
    return forms.CharField(
        label=label,
        required=False,
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=format_lazy(words, example=example),
    )


class CancelForm(StaffForm, forms.Form):
    """Asked where answers would be lost."""

    name = forms.CharField(label=_("Name of the round"), max_length=60, widget=forms.TextInput({"autocomplete": "off"}))
    reason = forms.CharField(
        label=_("Reason"), max_length=180, help_text=_("The history keeps it; say nothing of anybody.")
    )


class RoundForm(StaffForm, forms.Form):
    """Dates and hours are read in the partnership’s time zone; the form turns them into moments and back."""

    asked_as: ClassVar[Mapping[str, str]] = {
        "opens_at": "opens_on",
        "closes_at": "closes_on",
        "breakdowns": "second_breakdown",
    }
    version = forms.ChoiceField(label=_("Questionnaire"))
    collection = forms.ChoiceField(
        label=_("How answers come in"), choices=Round.Collection.choices, widget=forms.RadioSelect
    )
    opens_on = DateField(label=_("Opens on"))
    opens_time = forms.TimeField(label=_("Opens at"), widget=TimeInput)
    opens_by_itself = forms.BooleanField(
        label=_("Open by itself at that time"),
        required=False,
        help_text=_("Otherwise it waits until a coordinator opens it."),
    )
    closes_on = DateField(label=_("Closes on"))
    closes_time = forms.TimeField(label=_("Closes at"), widget=TimeInput)
    mode = forms.ChoiceField(
        label=_("Confidentiality"),
        choices=MODES,
        widget=forms.RadioSelect,
        help_text=_("This cannot be changed once the round is open."),
    )
    k = forms.IntegerField(label=_("Smallest group shown (K)"), max_value=LARGEST_K)
    first_breakdown = forms.ChoiceField(
        label=_("Also show results by"),
        required=False,
        help_text=_("Only groups that reach K are shown. This cannot be changed once the round is open."),
    )
    second_breakdown = forms.ChoiceField(
        label=_("And then by"),
        required=False,
        help_text=_(
            "Shown only for questions on which every crossing of the two is large enough. With fewer than 40 people,"
            " expect nothing of it."
        ),
    )
    merges_small = forms.BooleanField(
        label=_("Merge small groups"),
        required=False,
        help_text=_(
            "When the round opens, groups likely to stay below K are counted together as “Other groups (merged)”, which"
            " has a better chance of being shown."
        ),
    )
    counts_unsent = forms.BooleanField(
        label=_("Also count answers that were not sent"),
        required=False,
        help_text=_(
            "Otherwise what people have begun and not sent is deleted at the close. Counts from half of the scored"
            " questions on, is shown apart, and stands in the promise."
        ),
    )
    since_en = _since_field(_("Since last time, in English"), "We opened a help desk on Saturdays.")
    since_fr = _since_field(_("Since last time, in French"), "Nous avons ouvert un guichet le samedi.")

    def __init__(
        self,
        *args: Any,
        partnership: Partnership,
        versions: list[InstrumentVersion],
        usual: tuple[datetime, datetime],
        is_first: bool,
        round: Round | None = None,
        **kwargs: Any,
    ) -> None:
        self.partnership, self.round = partnership, round
        version, (opens, closes) = next(iter(versions), None), usual
        shown = round or Round(version=version, k=partnership.k, opens_at=opens, closes_at=closes)
        super().__init__(*args, row=shown, initial=_initial(shown, partnership.zone), **kwargs)
        offered = [*versions, *([round.version] if round and round.version not in versions else [])]
        self.versions = {str(version.pk): version for version in offered}
        choices = [(key, _version_label(version)) for key, version in self.versions.items()]
        self.fields["version"].choices = choices  # type: ignore[attr-defined]
        for name in _RANKED:
            self.fields[name].choices = [("", gettext("nothing else")), *NAMES.items()]  # type: ignore[attr-defined]
        self.lowest_k = lowest = round.k if round is not None and round.is_open else partnership.k
        self.fields["k"].widget.attrs |= {"min": lowest, "max": LARGEST_K}
        self.fields["k"].help_text = gettext("%(k)s is the lowest for this round: it may be raised, never lowered.") % {
            "k": lowest
        }
        self._keep_what_stays(round)
        if is_first and not (round and (round.since_en or round.since_fr)):
            self._drop(_SINCE)

    def _keep_what_stays(self, round: Round | None) -> None:
        """An open round keeps its questions and its promise; so does one whose mail has left."""
        if round is not None and round.promised:
            for name in ("mode", "k", "counts_unsent"):
                self.fields[name].disabled = True
                self.fields[name].help_text = gettext("A mail with this promise has left: it stays as it is.")
        if round is not None and round.is_open:
            self._drop((*_ASKED_ONCE, *_BREAKDOWNS))

    def _drop(self, names: Iterable[str]) -> None:
        for name in names:
            del self.fields[name]

    @property
    def since_previews(self) -> list[SincePreview]:
        """What is typed about the time since the last round, as it will read; nothing in a first round."""
        return [
            SincePreview(code, name, f"id_since_{code}", whole_sentences(self[f"since_{code}"].value() or ""))
            for code, name in settings.LANGUAGES
            if f"since_{code}" in self.fields
        ]

    @property
    def zone_words(self) -> str:
        return zone_words(self.partnership.zone)

    @property
    def helper(self) -> FormHelper:
        helper = super().helper
        parts = [part for part in self._parts() if part is not None]
        helper.layout = Layout(*parts)
        return helper

    def _parts(self) -> list[Any]:
        dates = gettext("When (%(zone)s)") % {"zone": self.zone_words}
        closes = Row("closes_on", "closes_time")
        if "version" not in self.fields:
            return [
                Fieldset(dates, closes),
                Fieldset(gettext("What is shown"), "k"),
                *self._since_parts(),
            ]
        return [
            Fieldset(gettext("What is asked"), "version", "collection"),
            Fieldset(dates, Row("opens_on", "opens_time"), "opens_by_itself", closes),
            Fieldset(
                gettext("What is promised"),
                "mode",
                "counts_unsent",
                HTML('{% include "assessments/round/_modes.html" %}'),
            ),
            Fieldset(gettext("What is shown"), "k", *_BREAKDOWNS),
            *self._since_parts(),
        ]

    def _since_parts(self) -> list[Any]:
        names = [name for name in _SINCE if name in self.fields]
        preview = HTML('{% include "assessments/round/_since.html" with previews=form.since_previews %}')
        return [Fieldset(gettext("In the e-mail"), *names, preview)] if names else []

    def clean_k(self) -> int:
        k: int = self.cleaned_data["k"]
        if k < self.lowest_k:
            raise ValidationError(gettext("K may only be raised: choose %(k)s or more.") % {"k": self.lowest_k})
        return k

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        for name in ("opens", "closes"):
            self._moment(name)
        opens, closes = cleaned.get("opens_at"), cleaned.get("closes_at")
        if opens and closes and closes <= opens:
            self.add_error("closes_on", gettext("A round closes after it opens."))
        return cleaned

    def _moment(self, name: str) -> None:
        day: date | None = self.cleaned_data.get(f"{name}_on")
        hour: time | None = self.cleaned_data.get(f"{name}_time")
        if day is None or hour is None:
            return
        try:
            self.cleaned_data[f"{name}_at"] = moment_there(day, hour, self.partnership.zone)
        except (ValueError, OverflowError):
            self.add_error(
                f"{name}_time", gettext("Clocks are put forward that day and skip this hour: choose another one.")
            )

    def typed_value(self, name: str) -> Any:
        """The value typed into this field, also beside mistakes elsewhere; None when it is unreadable or not sent."""
        return getattr(self, "cleaned_data", {}).get(name)

    def values(self) -> dict[str, Any]:
        """What plan_round and update_round take."""
        names = (
            "version", "collection", "mode", "counts_unsent",
            "opens_at", "closes_at", "opens_by_itself", "k", *_SINCE,
        )  # fmt: skip
        values = {name: self.cleaned_data[name] for name in names if name in self.cleaned_data}
        if "version" in values:
            values["version"] = self.versions[values["version"]]
        if "first_breakdown" in self.fields:
            values["breakdowns"] = [code for name in _RANKED if (code := self.cleaned_data[name])]
            values["merges_small"] = self.cleaned_data["merges_small"]
        return values


def _initial(round: Round, zone: ZoneInfo) -> dict[str, Any]:
    opens, closes = round.opens_at.astimezone(zone), round.closes_at.astimezone(zone)
    return {
        "version": round.version_id,
        "opens_on": opens.date(),
        "opens_time": opens.time(),
        "closes_on": closes.date(),
        "closes_time": closes.time(),
        **dict(zip(_RANKED, round.breakdowns, strict=False)),
    }
