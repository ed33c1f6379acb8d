"""Result pages as the coordinator reads them, and the questionnaire they are about."""

import json

import pytest
from django.test import Client

from assessments.instruments.services import FOLDER
from assessments.questionnaire import Questionnaire, parse
from tests.assessments.results.reading import PAGE, Read


@pytest.fixture
def read(coordinator: Client) -> Read:
    """The page of results at this path."""
    return lambda path: coordinator.get(f"{PAGE}{path}").content.decode()


@pytest.fixture(scope="session")
def asked() -> Questionnaire:
    return parse(json.loads((FOLDER / "core_1.json").read_text(encoding="utf-8")))
