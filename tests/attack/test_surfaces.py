"""What is published is all that is shown: two tables of answers that tell the same look the same everywhere."""

from collections.abc import Callable, Collection, Sequence
from dataclasses import replace

import pytest
from django.db import transaction

from assessments.disclosure.rules import Rules
from assessments.models import InstrumentVersion
from partnerships.models import Grant, Partnership
from synergy.accounts.models import User
from tests.attack.leaks import LEAKS
from tests.attack.partnerships import Answered, Shape, simulate
from tests.attack.populations import answered_in, hold, version_of
from tests.attack.stories import Story
from tests.attack.surfaces import KINDS, Surfaces, differing, read
from tests.attack.swaps import Search
from tests.attack.versions import Content, pulse, scoring_of, small
from tests.attack.versions import core as core_content
from tests.conftest import ClientOf

Waves = Sequence[Sequence[Answered]]
Look = Callable[..., Surfaces]
PULSE = Shape(14, ("kind",), 2, 1.0, 0.08, 0.1, 0.4, 3, lifelike=True)
ONCE = replace(PULSE, rounds=1)
GROUPED = Shape(24, ("kind", "sector"), 1, 1.0, 0.03, 0.0, 0.4, 11, merged=True, imported=0.3, lifelike=True)
LARGE = Shape(110, ("kind", "sector"), 2, 0.95, 0.03, 0.1, 0.6, 5, lifelike=True)


@pytest.fixture
def look(alpha: Partnership, beta: Partnership, core: InstrumentVersion, amina: User, client_of: ClientOf) -> Look:
    """Hold a population, read its surfaces, and forget it; beside it a partnership that always answers the same."""
    Grant.objects.create(user=amina, partnership=beta, role=Grant.Role.VIEWER)

    def looked(
        content: Content, shape: Shape, waves: Waves, kinds: Collection[str] = KINDS, language: str = "en"
    ) -> Surfaces:
        amina.language = language
        amina.save()
        with transaction.atomic():
            version = version_of(core, content)
            hold(beta, version, simulate(PULSE, scoring_of(content)), shape.breakdowns)
            rounds = hold(alpha, version, waves, shape.breakdowns, shape.k)
            found = read(client_of(amina), rounds, (language,), kinds)
            transaction.set_rollback(True)
        return found

    return looked


def two(content: Content, shape: Shape, number: int = 0) -> tuple[Waves, Waves]:
    """A population, and a witness of it."""
    waves = simulate(shape, scoring_of(content))
    search = Search(Story.of(scoring_of(content), waves, Rules(shape.k, shape.breakdowns)), shape.seed)
    targets = list(search.targets())
    while not search.witnesses:
        search.found(targets[number % len(targets)], targets)
        number += 7
    return waves, answered_in(search.witnesses[0], waves)


def test_a_witness_looks_the_same_on_every_surface(look: Look) -> None:
    one, other = two(small(), GROUPED)
    assert one != other
    first, second = (look(small(), GROUPED, waves) for waves in (one, other))
    assert differing(first, second) == []
    assert len(first) > 40


@pytest.mark.attack
@pytest.mark.parametrize("number", range(8))
@pytest.mark.parametrize("language", ["en", "fr"])
@pytest.mark.parametrize(
    ("content", "shape"),
    [(pulse(), PULSE), (small(), GROUPED), (core_content(), PULSE)],
    ids=["pulse", "small", "core"],
)
def test_witnesses_look_the_same_on_every_surface(
    look: Look,
    content: Content,
    shape: Shape,
    language: str,
    number: int,
    record_property: Callable[[str, object], None],
) -> None:
    shape = replace(shape, seed=number, people=shape.people + number, missing=(0.03, 0.08)[number % 2])
    first, second = (look(content, shape, waves, language=language) for waves in two(content, shape, number))
    record_property("surfaces compared byte for byte", len(first))
    assert differing(first, second) == []


@pytest.mark.attack
def test_a_witness_among_a_hundred_looks_the_same_on_every_surface(look: Look) -> None:
    """With own correlations, alpha, omega, what goes with synergy, and relative weights."""
    first, second = (look(core_content(), LARGE, waves) for waves in two(core_content(), LARGE))
    assert differing(first, second) == []


def test_waves_of_other_answers_look_different_on_every_surface(look: Look) -> None:
    """Without this the tests above could pass because nothing is read."""
    one = simulate(ONCE, scoring_of(pulse()))
    other = [[Answered(a.person, a.traits, a.answers | {"E1A": 1}, a.imported) for a in wave] for wave in one]
    kinds = {name.split()[0] for name in differing(*(look(pulse(), ONCE, waves) for waves in (one, other)))}
    assert kinds == KINDS


@pytest.mark.parametrize("kind", LEAKS)
def test_a_leak_planted_in_one_kind_of_surface_is_found_there(
    look: Look, monkeypatch: pytest.MonkeyPatch, kind: str
) -> None:
    one, other = two(pulse(), ONCE)
    LEAKS[kind](monkeypatch)
    found = differing(*(look(pulse(), ONCE, waves, {kind}) for waves in (one, other)))
    assert found
    assert {name.split()[0] for name in found} == {kind}
