"""The frame around a page of a partnership is worked out for pages that show it, and for nothing else."""

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from assessments.models import Round
from assessments.rounds.closing import close_round, work_key
from partnerships.models import ActionItem, Grant, Partnership
from synergy.accounts.models import User
from synergy.outbox.models import Work


def queries_for_other_partnerships(client: Client, verb: str, url: str, **headers: str) -> tuple[int, int]:
    """The status of the answer, and how many of its queries looked for the reader's other partnerships."""
    with CaptureQueriesContext(
        connection,
    ) as queries:
        status = getattr(client, verb)(url, headers=headers).status_code
    asked = [query for query in queries.captured_queries if 'JOIN "partnerships_grant"' in query["sql"]]
    return status, len(asked)


def test_a_page_asks_once_for_the_other_partnerships_and_shows_them(
    coordinator: Client, amina: User, alpha: Partnership, beta: Partnership
) -> None:
    Grant.objects.create(user=amina, partnership=beta, role=Grant.Role.VIEWER)
    url = reverse("meeting-list", args=[alpha.slug])
    assert queries_for_other_partnerships(coordinator, "get", url) == (200, 1)
    page = coordinator.get(url).content.decode()
    assert f'<a href="{reverse("overview", args=[beta.slug])}">Beta partnership</a>' in page
    assert f'href="{url}" aria-current="page"' in page


def test_a_file_a_redirect_and_a_refusal_ask_for_no_other_partnership(
    coordinator: Client, viewer: Client, alpha: Partnership
) -> None:
    item = ActionItem.objects.create(partnership=alpha, text="Write the charter")
    file = reverse("stakeholder-import-template", args=[alpha.slug])
    done = reverse("action-item-done", args=[alpha.slug, item.pk])
    assert queries_for_other_partnerships(coordinator, "get", file) == (200, 0)
    assert queries_for_other_partnerships(coordinator, "post", done) == (302, 0)
    assert queries_for_other_partnerships(viewer, "get", file) == (403, 0)


def test_a_part_of_a_page_asks_for_no_other_partnership(
    coordinator: Client, alpha: Partnership, open_round: Round
) -> None:
    close_round(by=None, round=open_round, at=open_round.closes_at)
    work = Work.objects.get(key=work_key(open_round))
    url = reverse("work-detail", args=[alpha.slug, work.pk])
    assert queries_for_other_partnerships(coordinator, "get", url) == (200, 1)
    assert queries_for_other_partnerships(coordinator, "get", url, hx_request="true") == (200, 0)
