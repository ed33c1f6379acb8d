"""The pages on which a file of scores is chosen: who may, what they give, and what they say to a wrong choice."""

import io

import pytest
from django.test import Client
from openpyxl import load_workbook

from assessments.models import InstrumentVersion, Round
from partnerships.models import Partnership
from synergy.accounts.models import User
from tests.factories import open_round

PAGES = ["/p/alpha/results/1/download/", "/p/alpha/results/download/"]
XLSX = "?format=xlsx&shape=wide&language=fr"


@pytest.mark.parametrize("path", PAGES)
@pytest.mark.parametrize("query", ["", XLSX])
def test_everybody_with_a_role_may_download_scores_and_nobody_else(
    path: str,
    query: str,
    rounds: list[Round],
    coordinator: Client,
    viewer: Client,
    evaluator: Client,
    administrator: Client,
    outsider: Client,
) -> None:
    for reader in (coordinator, viewer, evaluator):
        assert reader.get(path + query).status_code == 200
    refused = administrator.get(path + query)
    assert refused.status_code == 403
    assert "administrators do not see them" in refused.content.decode()
    assert outsider.get(path + query).status_code == 404
    assert Client().get(path + query).status_code == 302
    assert coordinator.post(path + query).status_code == 405


@pytest.mark.parametrize("form", ["xlsx", "csv", "sav"])
@pytest.mark.parametrize("shape", ["long", "wide"])
def test_a_choice_gives_a_file(form: str, shape: str, rounds: list[Round], coordinator: Client) -> None:
    response = coordinator.get(PAGES[0], {"format": form, "shape": shape, "language": "en"})
    assert response["Content-Disposition"] == f'attachment; filename="alpha-round-1-scores-{shape}-en.{form}"'
    assert response["Cache-Control"] == "no-store"
    assert response.content


@pytest.mark.parametrize(
    "query",
    [
        "?format=exe&shape=long&language=en",
        "?format=xlsx&shape=square&language=en",
        "?format=xlsx&shape=long&language=de",
        "?format=xlsx",
        "?format=xlsx%00&shape=long&language=en",
        "?nothing=1",
    ],
)
def test_an_unknown_choice_is_a_message(query: str, rounds: list[Round], coordinator: Client) -> None:
    for path in PAGES:
        response = coordinator.get(path + query)
        assert response.status_code == 200
        assert "There is a problem" in response.content.decode()
        assert "Content-Disposition" not in response


def test_one_file_for_one_round_and_one_for_all(rounds: list[Round], coordinator: Client) -> None:
    for path, numbers in zip(PAGES, ({1}, {1, 2}), strict=True):
        body = coordinator.get(path + XLSX).content
        head, *rows = load_workbook(io.BytesIO(body)).worksheets[0].iter_rows(values_only=True)
        assert {row[head.index("round")] for row in rows} == numbers


def test_only_closed_rounds_have_a_page(alpha: Partnership, core: InstrumentVersion, coordinator: Client) -> None:
    open_round(alpha, core)
    for path in PAGES:
        assert coordinator.get(path).status_code == 404


def test_the_labels_start_in_the_readers_language(rounds: list[Round], coordinator: Client, amina: User) -> None:
    User.objects.filter(pk=amina.pk).update(language="fr")
    page = coordinator.get(PAGES[0]).content.decode()
    chosen = page[page.index('value="fr"') :]
    assert "checked" in chosen[: chosen.index(">")]
    results = coordinator.get("/p/alpha/results/1/").content.decode()
    assert f'href="{PAGES[0]}"' in results
