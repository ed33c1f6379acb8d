"""The partnerships app, and what each of its rooms hands in."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class PartnershipsConfig(AppConfig):
    name = "partnerships"
    verbose_name = _("Partnerships")

    def ready(self) -> None:
        from synergy.ops import backups

        _programmes_and_partnerships()
        _roles()
        _people_and_organisations()
        _meetings()
        _actions()
        _journal()
        backups.register_filled_at_start("partnerships_sector", "partnerships_stakeholderkind")


def _programmes_and_partnerships() -> None:
    from partnerships.profile import audit
    from partnerships.programmes import audit as programmes
    from partnerships.register import ADMINISTRATOR, COORDINATOR, ROLES_GIVEN, action, tab
    from synergy.audit import codes

    codes.register(programmes.SENTENCES | audit.SENTENCES)
    action("partnership.view", *ROLES_GIVEN, ADMINISTRATOR)
    action("partnership.edit", COORDINATOR, ADMINISTRATOR)
    action("partnership.end", COORDINATOR, ADMINISTRATOR)
    action("history.view", COORDINATOR, ADMINISTRATOR)
    held = ("partnership-", "grant-", "goal-", "history")
    tab(90, pgettext_lazy("tab", "Settings"), "partnership-settings", "partnership.view", held)


def _roles() -> None:
    from partnerships.grants import audit, mails
    from partnerships.register import ADMINISTRATOR, COORDINATOR, action
    from synergy.audit import codes
    from synergy.outbox import kinds

    codes.register(audit.SENTENCES)
    codes.register_translations(audit.TRANSLATIONS)
    kinds.register(mails.KIND, mails.account_invitation, _("invitation to an account"))
    kinds.register(mails.EVALUATOR_KIND, mails.evaluator_invitation, _("invitation to evaluate a programme"))
    action("grant.view", COORDINATOR, ADMINISTRATOR)
    action("grant.edit", ADMINISTRATOR, refusal=_("Only an administrator gives or takes roles."))


def _people_and_organisations() -> None:
    from partnerships.organisations import audit as organisations
    from partnerships.people import audit
    from partnerships.people.imports import audit as imports
    from partnerships.people.imports.services import discard_expired_imports
    from partnerships.register import ADMINISTRATOR, COORDINATOR, EVALUATOR, action, tab
    from synergy.audit import codes
    from synergy.outbox import jobs

    codes.register(organisations.SENTENCES | audit.SENTENCES | imports.SENTENCES)
    codes.register_translations(audit.TRANSLATIONS)
    jobs.register("people_imports", discard_expired_imports)
    refusal = _("The list of people is for coordinators, evaluators and administrators.")
    action("people.view", COORDINATOR, EVALUATOR, ADMINISTRATOR, refusal=refusal)
    action("people.edit", COORDINATOR, ADMINISTRATOR)
    action("people.import", COORDINATOR, ADMINISTRATOR)
    held = ("stakeholder-", "membership-", "organisation-")
    tab(40, pgettext_lazy("tab", "People"), "stakeholder-list", "people.view", held)


def _meetings() -> None:
    from partnerships.meetings import audit, queries
    from partnerships.register import COORDINATOR, ROLES_GIVEN, ROLES_ONLY, action, news, tab, timeline
    from synergy.audit import codes

    codes.register(audit.SENTENCES)
    action("meeting.view", *ROLES_GIVEN, refusal=ROLES_ONLY)
    action("meeting.edit", COORDINATOR)
    held = ("meeting-", "attendance-", "decision-")
    tab(50, pgettext_lazy("tab", "Meetings"), "meeting-list", "meeting.view", held)
    news(20, queries.meeting_news)
    timeline(20, queries.meeting_entries)


def _actions() -> None:
    from partnerships.actions import agenda, audit, queries
    from partnerships.register import meeting_section, news, tab
    from synergy.audit import codes

    codes.register(audit.SENTENCES)
    tab(70, pgettext_lazy("tab", "Actions"), "action-item-list", "meeting.view", ("action-item-",))
    news(30, queries.action_item_news)
    meeting_section("partnerships/action_item/_of_meeting.html", agenda.meeting_section)


def _journal() -> None:
    from partnerships.journal import audit, queries
    from partnerships.register import COORDINATOR, ROLES_GIVEN, ROLES_ONLY, action, tab, timeline
    from synergy.audit import codes

    codes.register(audit.SENTENCES)
    action("context.view", *ROLES_GIVEN, refusal=ROLES_ONLY)
    action("context.edit", COORDINATOR)
    tab(60, pgettext_lazy("tab", "Journal"), "context-event-list", "context.view", ("context-event-",))
    timeline(10, queries.context_event_entries)
