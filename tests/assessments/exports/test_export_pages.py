"""The pages on which a file of scores is chosen: who may, what they give, and what they say to a wrong choice."""

import io
from collections.abc import Callable

import pytest
from django.test import Client
from openpyxl import load_workbook

from assessments.models import InstrumentVersion, Round
from partnerships.models import Partnership, Stakeholder
from synergy.accounts.models import User
from tests.factories import closed_round, open_round, spread

ClientOf = Callable[[User], Client]
PAGES = ["/p/alpha/results/1/download/", "/p/alpha/results/download/"]
XLSX = "?format=xlsx&shape=wide&language=fr"


@pytest.fixture
def rounds(alpha: Partnership, core: InstrumentVersion, members: list[Stakeholder]) -> list[Round]:
    return [closed_round(alpha, core, members, spread(level), number) for number, level in ((1, 3), (2, 4))]


@pytest.mark.parametrize("path", PAGES)
@pytest.mark.parametrize("query", ["", XLSX])
def test_everybody_with_a_role_may_and_nobody_else(
    path: str,
    query: str,
    rounds: list[Round],
    client_of: ClientOf,
    ada: User,
    elise: User,
    request: pytest.FixtureRequest,
) -> None:
    for who in ("amina", "bruno", "chen"):
        assert client_of(request.getfixturevalue(who)).get(path + query).status_code == 200, who
    refused = client_of(ada).get(path + query)
    assert refused.status_code == 403
    assert "administrators do not see them" in refused.content.decode()
    assert client_of(elise).get(path + query).status_code == 404
    assert Client().get(path + query).status_code == 302
    assert client_of(request.getfixturevalue("amina")).post(path + query).status_code == 405


@pytest.mark.parametrize("form", ["xlsx", "csv", "sav"])
@pytest.mark.parametrize("shape", ["long", "wide"])
def test_a_choice_gives_a_file(form: str, shape: str, rounds: list[Round], amina: User, client_of: ClientOf) -> None:
    response = client_of(amina).get(PAGES[0], {"format": form, "shape": shape, "language": "en"})
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
def test_an_unknown_choice_is_a_message(query: str, rounds: list[Round], amina: User, client_of: ClientOf) -> None:
    for path in PAGES:
        response = client_of(amina).get(path + query)
        assert response.status_code == 200
        assert "There is a problem" in response.content.decode()
        assert "Content-Disposition" not in response


def test_one_file_for_one_round_and_one_for_all(rounds: list[Round], amina: User, client_of: ClientOf) -> None:
    for path, numbers in zip(PAGES, ({1}, {1, 2}), strict=True):
        body = client_of(amina).get(path + XLSX).content
        head, *rows = load_workbook(io.BytesIO(body)).worksheets[0].iter_rows(values_only=True)
        assert {row[head.index("round")] for row in rows} == numbers


def test_only_closed_rounds_have_a_page(
    alpha: Partnership, core: InstrumentVersion, amina: User, client_of: ClientOf
) -> None:
    open_round(alpha, core)
    for path in PAGES:
        assert client_of(amina).get(path).status_code == 404


def test_the_labels_start_in_the_readers_language(rounds: list[Round], amina: User, client_of: ClientOf) -> None:
    User.objects.filter(pk=amina.pk).update(language="fr")
    page = client_of(amina).get(PAGES[0]).content.decode()
    chosen = page[page.index('value="fr"') :]
    assert "checked" in chosen[: chosen.index(">")]
    results = client_of(amina).get("/p/alpha/results/1/").content.decode()
    assert f'href="{PAGES[0]}"' in results
