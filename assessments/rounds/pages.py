"""The page of a round: which action comes first, which sentences stand there, and where links lead."""

from datetime import datetime
from typing import Any, NamedTuple

from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from assessments.groupings import names_of
from assessments.invitations.progress import (
    RoundProgress,
    frozen_progress,
    reach_sentences,
    round_progress,
    unsent_sentences,
)
from assessments.invitations.promises import promise_of
from assessments.models import Round
from assessments.questionnaire import questionnaire
from assessments.rounds import queries
from assessments.rounds.closing import work_key
from assessments.rounds.opening_checks import OpeningCheck, check_opening
from partnerships.access import Can
from synergy.outbox import works
from synergy.web.formats import clock, day, moment, sentences


class Link(NamedTuple):
    words: str
    url: str


class Delay(NamedTuple):
    """Why a planned round does not open; `late`: the round was due to open."""

    late: bool
    words: str
    reasons: list[str]
    outlook: str = ""


class Since(NamedTuple):
    """What was done since the last round, in one language."""

    code: str
    label: str
    sentences: list[str]


class Ending(NamedTuple):
    """The way to end a round before its date."""

    title: str
    words: str
    link: Link


def round_detail(round: Round, can: Can, at: datetime) -> dict[str, Any]:
    """What stands on the page of a round for a person with these rights. A bounded number of queries.

    `opens` and `closes` are label and moment, `tools` paragraphs of links; what does not stand there is empty or None.
    """
    check = check_opening(round, queries.expected_opening(round, at)) if round.is_planned else None
    late = queries.is_late(round, at)
    progress = frozen_progress(round) if round.is_closed else round_progress(round)
    imported = queries.imported_responses(round)
    published = round.is_closed and round.plan.published
    delay = _delay(check, late) if check else None
    return {
        "round": round,
        "status": queries.round_status(round, late),
        "primary": next(iter(_primary_links(round, can, published, imported)), None),
        "edit": next(iter(_links(round, (can.round_plan and round.may_change, _("Edit"), "round-update"))), None),
        "delay": delay,
        "lead": None if delay else _lead(round, check, published, progress.done if round.is_closed else imported),
        "progress": progress if round.is_by_links and (round.is_open or round.is_closed) else None,
        "progress_notes": _progress_notes(round, progress, published),
        "questionnaire": questionnaire(round.version),
        "opens": _opens(round),
        "closes": None if round.is_closing else _closes(round),
        "breakdowns": ", ".join(names_of(round)) or _("nothing: all respondents together"),
        "promise": promise_of(round, get_language() or "en"),
        "unlinked": _unlinked(round),
        "forecasts": check.breakdowns if check and can.round_plan else (),
        "ending": _ending(round, can),
        "tools": [links for links in _tools(round, can) if links],
        "since": _since(round),
        "work": works.progress_of(work_key(round)) if round.is_closing else None,
    }


def _since(round: Round) -> list[Since]:
    labels = {"en": _("Since last time, in English"), "fr": _("Since last time, in French")}
    return [Since(code, labels[code], lines) for code in labels if (lines := round.since_last_time(code))]


def _links(round: Round, *offers: tuple[Any, str, str]) -> list[Link]:
    """Links for those of the offers that hold; an offer is whether it holds, its words and the name of its URL."""
    address = [round.partnership.slug, round.number]
    return [Link(words, reverse(name, args=address)) for holds, words, name in offers if holds]


def _primary_links(round: Round, can: Can, published: bool, imported: int) -> list[Link]:
    """The first is the primary action."""
    by_links, by_files = round.is_by_links, not round.is_by_links
    return _links(
        round,
        (round.is_planned and by_links and can.round_open, _("Check and open"), "round-open"),
        (round.is_open and by_links and can.invitation_view, _("See who is invited"), "invitation-list"),
        (round.may_change and by_files and not imported and can.round_import, _("Import answers"), "round-import"),
        (round.is_open and can.round_close, _("Close the round"), "round-close"),
        (published and can.results_view, _("Read the results"), "result-detail"),
    )


def _delay(check: OpeningCheck, late: bool) -> Delay | None:
    reasons = [obstacle.words for obstacle in check.lasting]
    if not late:
        return Delay(late, _("As things stand, this round will not be able to open:"), reasons) if reasons else None
    outlook = _("It opens by itself as soon as nothing stands in its way.") if reasons else ""
    reasons = reasons or [_("Nothing stands in its way now: it opens within a minute.")]
    return Delay(late, _("This round was due to open and could not."), reasons, outlook)


def _lead(round: Round, check: OpeningCheck | None, published: bool, responses: int) -> SafeString | None:
    """How many people would be invited, or how many responses came from files; None where no lead stands."""
    if check:
        return _lead_of_plan(round, check.members) if round.is_by_links else None
    if round.is_by_links:
        return None
    words = ""
    if round.is_open:
        words = ngettext(
            "<b>%(number)s response</b> has been imported so far.",
            "<b>%(number)s responses</b> have been imported so far.",
            responses,
        )
    elif round.is_closed:
        words = ngettext(
            "<b>%(number)s response</b> was imported.", "<b>%(number)s responses</b> were imported.", responses
        )
    return sentences(words % {"number": responses}, _too_few() if round.is_closed and not published else "")


def _lead_of_plan(round: Round, members: int) -> SafeString:
    words = ngettext(
        "As things stand, <b>%(number)s person</b> would be invited.",
        "As things stand, <b>%(number)s people</b> would be invited.",
        members,
    )
    by_itself = _("The round opens by itself on %(day)s at %(time)s.") % day_and_time(round, round.opens_at)
    return sentences(words % {"number": members}, by_itself if round.opens_by_itself else "")


def _too_few() -> str:
    return _("Too few people answered: nothing of this round is published.")


def day_and_time(round: Round, at: datetime) -> dict[str, str]:
    return {"day": day(at, round.partnership.zone), "time": clock(at, round.partnership.zone)}


def _progress_notes(round: Round, progress: RoundProgress, published: bool) -> list[str]:
    notes = [_too_few()] if round.is_closed and not published else []
    if round.is_open and progress.started:
        words = ngettext(
            "%(number)s more has begun and not sent.", "%(number)s more have begun and not sent.", progress.started
        )
        notes += [words % {"number": progress.started}, _what_counts(round)]
    notes += unsent_sentences(round)
    if unreached := reach_sentences(progress):
        words = ngettext("%(number)s person was invited.", "%(number)s people were invited.", progress.invited)
        notes += [words % {"number": progress.invited}, *unreached]
    if round.is_open:
        notes.append(_("The round is open until %(day)s at %(time)s.") % day_and_time(round, round.closes_at))
        notes.append(_("Results exist from the close on; until then only this count is known."))
    return notes


def _what_counts(round: Round) -> str:
    if round.counts_unsent:
        return _("At the close their answers count from half of the scored questions on.")
    return _("Only answers that are sent count: at the close the others are deleted.")


def _opens(round: Round) -> tuple[str, str]:
    label, when = _("Opened") if round.opened_at else _("Opens"), round.opened_at or round.opens_at
    words = [moment(when, round.partnership.zone)]
    if round.is_planned:
        words.append(_("by itself") if round.opens_by_itself else _("when a coordinator opens it"))
    return label, ", ".join(words)


def _closes(round: Round) -> tuple[str, str]:
    label, when = _("Closed") if round.closed_at else _("Closes"), round.closed_at or round.closes_at
    words = [moment(when, round.partnership.zone)]
    if round.may_change:
        words.append(_("by itself") if round.is_by_links else _("when a coordinator closes it"))
    return label, ", ".join(words)


def _unlinked(round: Round) -> str:
    """What became of the links of an anonymous round; nothing for another round."""
    unlinking = queries.unlinking_of(round)
    if unlinking is None:
        return ""
    if unlinking.wiped_at is None:
        return _("deleted for good; the last traces are overwritten within minutes")
    when = moment(unlinking.wiped_at, round.partnership.zone)
    return _("deleted for good; the last traces were overwritten on %(when)s") % {"when": when}


def _ending(round: Round, can: Can) -> Ending | None:
    close = round.is_open and round.is_by_links and can.round_close
    cancel = round.is_planned and can.round_cancel
    for link in _links(round, (close, _("Close the round now"), "round-close")):
        words = _("The round closes by itself on its date. Closing it now ends it for everybody.")
        return Ending(_("End early"), words, link)
    for link in _links(round, (cancel, _("Cancel the round"), "round-cancel")):
        words = _("A planned round can be cancelled; nobody has been written to.")
        return Ending(_("Not needed any more?"), words, link)
    return None


def _tools(round: Round, can: Can) -> list[list[Link]]:
    """Paragraphs of links to what is needed now and then."""
    import_words = _("Import answers given on paper") if round.is_by_links else _("Import answers from a file")
    named = round.is_closed and round.mode == Round.Mode.IDENTIFIED
    was_by_links = round.is_closed and round.is_by_links
    return [
        _links(round, (round.is_open and can.round_import, import_words, "round-import")),
        _links(
            round, (round.is_planned and not round.is_by_links and can.round_open, _("Check and open"), "round-open")
        ),
        _links(
            round,
            (round.is_open and can.round_cancel, _("Set it back to planned"), "round-set-back"),
            (round.is_open and can.round_cancel, _("Cancel the round"), "round-cancel"),
        ),
        _links(round, (named and can.results_individual, _("Answers with names"), "result-individual")),
        _links(
            round,
            (was_by_links and can.invitation_view, _("Who was invited"), "invitation-list"),
            (was_by_links and can.invitation_view, _("Messages"), "round-messages"),
        ),
    ]
