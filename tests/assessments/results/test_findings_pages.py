"""What people act on: what changed, where they agree, who sees it differently, what goes with synergy."""

import re
from random import Random

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from assessments.models import Round
from partnerships.models import Partnership, Stakeholder
from synergy.accounts.models import User
from tests import factories
from tests.assessments.conftest import MakeRound
from tests.assessments.results.reading import PAGE, Read, part, words
from tests.conftest import Members
from tests.factories import alike, spread


def folded(html: str) -> str:
    """What stands on the page before anything is opened."""
    return words(re.sub(r'(?s)<details class="quiet.*?</details>', " ", html))


@pytest.fixture
def two_kinds(alpha: Partnership) -> list[Stakeholder]:
    """Twelve clinicians and twelve patient partners."""
    kinds = ["clinician"] * 12 + ["patient_partner"] * 12
    return [factories.member(alpha, f"Person {n}", kind=kind) for n, kind in enumerate(kinds)]


def divided(person: int, item: str) -> int:
    """Clinicians around 4, patient partners around 2."""
    return (4 if person < 12 else 2) + (person + len(item)) % 3 - 1


def test_what_changed_says_its_verdict_its_interval_and_what_it_is_the_difference_of(
    closed: MakeRound, members: Members, read: Read
) -> None:
    for number, level in ((1, 3), (2, 4), (3, 4)):
        closed(members, spread(level), number)
    page = read("2/")
    table = words(part(page, 'id="changes"', 'id="elements"'))
    assert "What changed since round 1" in table
    assert "A change is the difference of two scores, of everybody who answered either round." in table
    assert "12 people answered both rounds" in table
    assert "12 now, 12 then 12 both times" in table
    told = re.search(r"(\d\.\d\d) interval [\d. to]+ clear rise \+(\d\.\d\d) from (\d\.\d\d) could be \+", table)
    assert told is not None
    assert round(float(told[1]) - float(told[3]), 2) == float(told[2])
    assert "points from the mean" in table
    assert "Since round 1, the first one" in words(read("3/"))


def test_tests_and_effect_sizes_stand_there_only_on_demand(closed: MakeRound, members: Members, read: Read) -> None:
    for number, level in ((1, 3), (2, 4)):
        closed(members, spread(level), number)
    page = part(read("2/"), 'id="changes"', 'id="elements"')
    assert words(page).count("–: not given") == ("–" in words(part(page, "p after Holm", "</table>")))
    for technical in ("p after Holm", "Effect size (g)", "rwg"):
        assert technical not in folded(page), technical
        assert technical in words(page), technical
    assert "*" not in folded(page)
    assert "How strongly answers go together in this round" in words(page)
    assert "alpha" not in words(page), "none below fifty people"


def test_unlinked_people_are_compared_as_everybody(
    closed: MakeRound, alpha: Partnership, members: Members, read: Read
) -> None:
    others = [factories.member(alpha, f"Newcomer {n}") for n in range(12)]
    closed(members, spread(3), 1)
    closed(others, spread(4), 2)
    page = words(read("2/"))
    assert "12 now, 12 then" in page
    assert "both" not in page.replace("both times, where enough did", "")


def test_the_first_round_has_scores_and_agreement_and_no_verdict(
    closed: MakeRound, members: Members, read: Read
) -> None:
    closed(members, spread(4))
    page = read("1/")
    table = folded(part(page, 'id="changes"', 'id="elements"'))
    assert "Where each score stands" in table
    assert "This is the first round" in table
    assert "12 answers" in table
    assert "What changed" not in table


def test_few_people_are_squares_and_many_are_bars_with_a_switch(
    closed: MakeRound, alpha: Partnership, read: Read
) -> None:
    crowd = [factories.member(alpha, f"Person {n}") for n in range(40)]
    closed(crowd[:12], spread(4), 1)
    closed(crowd, spread(4), 2)
    few, many = read("1/questions/"), read("2/questions/")
    assert "chart-squares" in few
    assert "chart-likert" not in few
    assert "Bars of equal length" not in words(few)
    assert "chart-likert" in many
    assert "Bars of equal length" in words(many)
    assert re.search(r"\d+% agree · \d+% disagree · \d+% in between", words(many))
    assert re.search(r"\d+ agree · \d+ disagree · \d+ in between", words(few))


@pytest.mark.parametrize("order", ["net", "asked", "subject", "nonsense"])
def test_questions_can_be_read_in_several_orders(closed: MakeRound, order: str, members: Members, read: Read) -> None:
    closed(members, spread(4))
    page = read(f"1/questions/?order={order}")
    assert page.count('<p class="item">') == 39
    assert ("From most to least agreement" in page) == (order == "net")
    assert "On average answers lie" in words(page) or order in ("net", "asked")


def test_answers_all_alike_are_shown_like_any_other(closed: MakeRound, members: Members, read: Read) -> None:
    closed(members[:9], alike(4))
    page = words(read("1/questions/"))
    assert "Disagree: 0. Neither agree nor disagree: 0. Agree: 9." in page
    assert "(4.00 + 4.00 + 4.00 + 4.00) ÷ 4 = 4.00" in page


def test_groups_that_differ_are_named_with_how_sure_one_can_be(
    closed: MakeRound, two_kinds: list[Stakeholder], read: Read
) -> None:
    closed(two_kinds, divided)
    page = words(read("1/groups/"))
    assert re.search(r"Clinician, clearly higher than patient partner: .*Trust", page)
    assert "clearly lower than" not in page
    assert "the groups differ on" in page
    assert "rate how much their views count" in page
    lines = read("1/gaps-kind.csv").splitlines()
    assert any(",clinician," in line and ",higher," in line for line in lines)


def test_hidden_groups_have_no_gap_in_the_page_nor_in_the_file(closed: MakeRound, members: Members, read: Read) -> None:
    closed(members, spread(4))
    page = words(part(read("1/groups/"), "Who sees it differently", "</section>"))
    assert "none can be compared" in page
    for hidden in ("atient partner", "cademic", "ecision maker"):
        assert hidden not in page
    assert len(read("1/gaps-kind.csv").splitlines()) == 1
    assert "show" not in read("1/changes.csv")


def test_a_second_breakdown_has_its_own_table(closed: MakeRound, two_kinds: list[Stakeholder], read: Read) -> None:
    closed(two_kinds, divided, breakdowns=["kind", "tenure"])
    page = read("1/groups/")
    assert 'id="kinds"' in page
    assert 'id="tenures"' in page
    assert "Results by length of membership" in page
    assert read("1/tenures.csv").startswith("\ufeffround,")


def test_without_a_breakdown_the_page_says_so(closed: MakeRound, members: Members, read: Read) -> None:
    closed(members, spread(4), breakdowns=[])
    assert "No breakdown was chosen" in read("1/groups/")


@pytest.mark.parametrize(
    ("people", "said"),
    [(29, "is said from 30 people on"), (34, "the order is uncertain")],
)
def test_what_goes_with_synergy_is_ordered_only_as_far_as_the_answers_allow(
    closed: MakeRound, people: int, said: str, alpha: Partnership, read: Read
) -> None:
    def answer(person: int, item: str) -> int:
        return 1 + Random(f"{person} {item}").randrange(5)

    crowd = [factories.member(alpha, f"Person {n}") for n in range(people)]
    closed(crowd, answer)
    page = words(part(read("1/"), 'id="goes-with"', 'id="about"'))
    assert said in page
    assert "drives" not in page
    told = people >= 30
    assert ("does not say that one brings about the other" in page) == told
    assert page.count(f"It rests on {people} people") == (2 if told else 0)
    assert ("among 13 comparisons, about one in twenty looks like a link by chance" in page) == told
    assert page.count("(same questions as") == (2 if told else 0)
    assert len(read("1/goes-with.csv").splitlines()) == (16 if told else 1)


def test_the_overview_names_what_moved_and_what_to_talk_about(
    closed: MakeRound, two_kinds: list[Stakeholder], coordinator: Client
) -> None:
    closed(two_kinds, spread(3), 1)
    closed(two_kinds, divided, 2)
    page = words(part(coordinator.get("/p/alpha/").content.decode(), '<aside class="notes"', "</aside>"))
    talk = page[page.index("To talk about") :]
    assert "answers lie rather far apart" in talk.lower()
    assert "clearly" in talk
    assert "How these were chosen" in talk


def test_where_nothing_moved_the_overview_says_so_and_lists_nothing(
    closed: MakeRound, members: Members, coordinator: Client
) -> None:
    for number in (1, 2):
        closed(members, spread(4), number)
    page = words(part(coordinator.get("/p/alpha/").content.decode(), '<aside class="notes"', "</aside>"))
    assert "Nothing changed clearly since round 1." in page[: page.index("To talk about")]
    assert "rise" not in page[: page.index("To talk about")]


def test_a_hidden_score_gives_no_reason_to_talk(closed: MakeRound, members: Members, coordinator: Client) -> None:
    def answer(person: int, item: str) -> object:
        if item.startswith("E9"):
            return (1 if person % 2 else 2) if person < 4 else "dk"
        return 5 if person % 3 else 4

    closed(members, answer)
    page = words(part(coordinator.get("/p/alpha/").content.decode(), '<aside class="notes"', "</aside>"))
    assert "Evaluation" not in page


def test_fewer_answers_than_k_leave_every_page_without_numbers(closed: MakeRound, members: Members, read: Read) -> None:
    closed(members[:4], spread(4))
    for room in ("", "questions/", "groups/", "comments/"):
        page = read(f"1/{room}")
        assert "Nothing is published: 4 people answered" in page
        assert "points from the mean" not in page
    for what in ("changes", "agreement", "goes-with", "gaps-kind"):
        assert len(read(f"1/{what}.csv").splitlines()) == 1


@pytest.mark.parametrize("room", ["", "questions/", "groups/", "comments/"])
def test_every_page_of_a_round_speaks_french_and_asks_a_bounded_number_of_questions(
    closed: MakeRound, room: str, two_kinds: list[Stakeholder], coordinator: Client, amina: User
) -> None:
    User.objects.filter(pk=amina.pk).update(language="fr")
    numbers: list[int] = []
    for number, people in ((1, two_kinds[:12]), (2, two_kinds)):
        closed(people, spread(4), number)
        with CaptureQueriesContext(connection) as asked:
            page = coordinator.get(f"{PAGE}{number}/{room}")
        numbers.append(len(asked))
    assert page.status_code == 200
    assert '<html lang="fr"' in page.content.decode()
    assert max(numbers) <= 24


def test_the_rounds_in_order_lead_from_page_to_page(closed: MakeRound, members: Members, read: Read) -> None:
    for number in (1, 2, 3):
        closed(members, spread(4), number)
    page = read("2/questions/")
    assert f'href="{PAGE}1/questions/"' in page
    assert f'href="{PAGE}3/questions/"' in page
    assert f'href="{PAGE}2/groups/"' in page
    assert Round.objects.count() == 3
