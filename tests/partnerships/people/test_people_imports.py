"""Importing people: the preview tells the truth, nothing is written before it is confirmed, then all or nothing."""

import io
import re
from datetime import date, timedelta
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone
from openpyxl import Workbook, load_workbook

from partnerships.models import Membership, Organisation, Partnership, PeopleImport, Stakeholder
from partnerships.people.imports import services
from partnerships.people.imports.queries import Preview, preview_of
from partnerships.people.imports.rows import folded
from synergy.accounts.models import User
from synergy.audit import entries as audit
from synergy.outbox import jobs
from tests import factories
from tests.conftest import Members
from tests.partnerships.conftest import StatusesAt

ADDRESS = "/p/alpha/people/import/"
HEAD = "name,email,language,kind,organisation,sector,member_from,reason\n"
DAY = date(2026, 11, 22)


def upload(browser: Client, text: str | bytes, name: str = "people.csv") -> Any:
    content = text.encode() if isinstance(text, str) else text
    return browser.post(ADDRESS, {"file": SimpleUploadedFile(name, content)})


def preview(browser: Client, text: str) -> tuple[str, Preview]:
    """The address of the preview of a file, and what it shows."""
    address = upload(browser, text).headers["Location"]
    page = browser.get(address)
    assert page.status_code == 200
    return address, page.context["preview"]


def confirm(browser: Client, address: str, shown: Preview, **choice: str) -> Any:
    return browser.post(f"{address}confirm/", {"seen": shown.fingerprint, **choice}, follow=True)


def people() -> list[str]:
    return sorted(Stakeholder.objects.values_list("name", flat=True))


def planned(amina: User, alpha: Partnership, text: str, day: date = DAY) -> Preview:
    file = io.BytesIO((HEAD + text).encode())
    started = services.start_import(by=amina, partnership=alpha, file=file, filename="a.csv", at=timezone.now())
    return preview_of(started, day)


def test_a_file_is_read_previewed_and_imported_only_when_confirmed(coordinator: Client, alpha: Partnership) -> None:
    rows = "Gita Roy,gita@example.org,fr,clinician,Valley clinic,primary care,2026-02-03,Runs the clinic\n"
    address, shown = preview(coordinator, HEAD + rows + "Hugo,,,patient partner,Valley clinic,,,\n")
    assert (shown.created, shown.changed, shown.same, shown.refused) == (2, 0, 0, 0)
    assert shown.new_organisations == ["Valley clinic (primary care)"]
    assert people() == []
    assert not Organisation.objects.exists()
    answer = confirm(coordinator, address, shown)
    assert "Imported: 2 new, 0 changed, 0 left out." in answer.content.decode()
    gita, hugo = Stakeholder.objects.order_by("name")
    assert (gita.email, gita.language, gita.kind.code) == ("gita@example.org", "fr", "clinician")
    stay = gita.memberships.get()
    assert (stay.started_on, stay.reason, str(stay.organisation)) == (
        date(2026, 2, 3),
        "Runs the clinic",
        "Valley clinic",
    )
    assert (hugo.email, hugo.language) == ("", "en")
    assert hugo.memberships.get().started_on == alpha.day(timezone.now())
    line = audit.history(alpha.scope)[0]
    assert line.sentence == "Amina imported people from a file: 2 new, 0 changed, 0 left out"


def test_headings_kinds_and_sectors_are_understood_in_french(amina: User, alpha: Partnership) -> None:
    text = "Nom;Courriel;Langue;Type;Organisation;Secteur;Membre depuis;Raison\n"
    text += (
        "Zoé Côté;zoe@example.org;Français;Patiente ou patient partenaire;Comité;Patients et familles;2026-01-05;Vit\n"
    )
    file = io.BytesIO(text.encode("cp1252"))
    started = services.start_import(by=amina, partnership=alpha, file=file, filename="a.csv", at=timezone.now())
    shown = preview_of(started, DAY)
    assert (shown.created, shown.refused) == (1, 0)
    assert [cell.value for cell in shown.rows[0].cells][:6] == [
        "Zoé Côté",
        "zoe@example.org",
        "Français",
        "patient partner",
        "Comité",
        "patients and families",
    ]


def test_what_changes_is_shown_as_old_and_new(amina: User, alpha: Partnership, farid: Stakeholder) -> None:
    shown = planned(amina, alpha, "Farid Amiri,FARID@alpha.example.org,fr,academic,,,2024-02-01,Knows the data\n")
    row = shown.rows[0]
    assert row.state == "change"
    before = {cell.before: cell.value for cell in row.cells if cell.before}
    assert before == {
        "Farid": "Farid Amiri",
        "English": "Français",
        "clinician": "academic",
        "Jan 15, 2024": "Feb 1, 2024",
        "Asked to join": "Knows the data",
    }


def test_an_empty_cell_leaves_what_is_known(amina: User, alpha: Partnership, farid: Stakeholder) -> None:
    assert planned(amina, alpha, "Farid,farid@alpha.example.org,,,,,,\n").same == 1


def test_a_person_without_email_is_known_by_name_and_organisation(
    coordinator: Client, alpha: Partnership, hospital: Organisation
) -> None:
    person = factories.member(alpha, "Ines", organisation=hospital, email="")
    address, shown = preview(coordinator, HEAD + "Ines,ines@example.org,,,valley HOSPITAL,,,\nInes,,,academic,,,,\n")
    assert [row.state for row in shown.rows] == ["change", "create"]
    confirm(coordinator, address, shown)
    person.refresh_from_db()
    assert person.email == "ines@example.org"
    assert Stakeholder.objects.filter(name="Ines").count() == 2


def test_another_organisation_ends_one_membership_and_begins_another(coordinator: Client, farid: Stakeholder) -> None:
    row = "Farid,farid@alpha.example.org,,,City council,government,2026-09-01,Elected\n"
    address, shown = preview(coordinator, HEAD + row)
    assert shown.changed == 1
    confirm(coordinator, address, shown)
    new, old = farid.memberships.order_by("-started_on")
    assert (str(old.organisation), old.ended_on) == ("Valley hospital", date(2026, 8, 31))
    assert (str(new.organisation), new.started_on, new.ended_on) == ("City council", date(2026, 9, 1), None)


def test_a_former_member_may_come_back(
    coordinator: Client, amina: User, alpha: Partnership, former_member: Stakeholder
) -> None:
    address, shown = preview(coordinator, HEAD + f"Former member,{former_member.email},,,,,2026-10-01,Came back\n")
    confirm(coordinator, address, shown)
    assert former_member.memberships.count() == 2
    refused = planned(amina, alpha, f"Former member,{former_member.email},,,,,2025-01-01,\n")
    assert "overlaps" in refused.rows[0].reasons[0]


@pytest.mark.parametrize(
    "row, column, words",
    [
        (",a@example.org,,clinician,,,,", "name", "a name is needed"),
        ("A,not an address,,clinician,,,,", "email", "“not an address” is not an e-mail address"),
        ("A,a@example.org,de,clinician,,,,", "language", "“de” is not a language on offer"),
        ("A,a@example.org,,wizard,,,,", "kind", "“wizard” is not in the list"),
        ("A,a@example.org,,,,,,", "kind", "a new person needs a kind"),
        ("A,a@example.org,,clinician,Nowhere,,,", "organisation", "give its sector to add it"),
        ("A,a@example.org,,clinician,,hospital,,", "sector", "a sector needs an organisation"),
        ("A,a@example.org,,clinician,Valley hospital,government,,", "sector", "listed under hospital"),
        ("A,a@example.org,,clinician,,,03/02/2026,", "member_from", "“03/02/2026” is not a date"),
        ("A,a@example.org,,clinician,,,2026-02-30,", "member_from", "is not a date"),
        ("A,a@example.org,,clinician,,,0001-01-01,", "member_from", "this is before 1900: check the year."),
        ("A,a@example.org,,clinician,,,2099-01-01,", "member_from", "this is more than a year ahead: check the year."),
        ("\u3164,a@example.org,,clinician,,,,", "name", "this has no character that can be seen."),
        ("A,a@example.org,,clinician,\u2800,hospital,,", "organisation", "this has no character that can be seen."),
        (f"{'x' * 121},a@example.org,,clinician,,,,", "name", "longer than 120 characters"),
        (f"A,a@example.org,,clinician,,,,{'x' * 301}", "reason", "longer than 300 characters"),
        ("Farid,farid@alpha.example.org,,,Other,government,2020-01-01,", "member_from", "began only on"),
    ],
)
def test_a_refused_row_names_the_column_and_the_reason(
    amina: User, alpha: Partnership, farid: Stakeholder, row: str, column: str, words: str
) -> None:
    shown = planned(amina, alpha, f"{row}\n").rows[0]
    assert (shown.number, shown.state) == (2, "refuse")
    assert f"Column “{column}”" in shown.reasons[0]
    assert words in shown.reasons[0]


def test_the_same_person_twice_in_a_file_is_refused_the_second_time(amina: User, alpha: Partnership) -> None:
    rows = "A,a@example.org,,clinician,,,,\nB,A@example.org,,clinician,,,,\nC,,,academic,,,,\nC,,,academic,,,,\n"
    shown = planned(amina, alpha, rows)
    assert [row.state for row in shown.rows] == ["create", "refuse", "create", "refuse"]
    assert shown.rows[1].reasons == ("This is the same person as in row 2.",)
    assert shown.rows[3].reasons == ("This is the same person as in row 4.",)


def test_an_organisation_that_left_takes_nobody(amina: User, alpha: Partnership, hospital: Organisation) -> None:
    Organisation.objects.update(ended_on=DAY)
    shown = planned(amina, alpha, "A,a@example.org,,clinician,Valley hospital,,,\n")
    assert "it has left the partnership" in shown.rows[0].reasons[0]


def test_two_rows_must_agree_on_the_sector_of_a_new_organisation(amina: User, alpha: Partnership) -> None:
    rows = "A,,,clinician,New,hospital,,\nB,,,clinician,NEW,government,,\nC,,,clinician,new,,,\n"
    shown = planned(amina, alpha, rows)
    assert [row.state for row in shown.rows] == ["create", "refuse", "create"]
    assert shown.new_organisations == ["New (hospital or CISSS/CIUSSS)"]


def test_refused_rows_stop_the_import_unless_they_are_left_out(coordinator: Client) -> None:
    address, shown = preview(coordinator, HEAD + "A,a@example.org,,clinician,,,,\nB,b@example.org,,wizard,,,,\n")
    page = confirm(coordinator, address, shown)
    assert "Some rows are refused" in page.content.decode()
    assert people() == []
    page = confirm(coordinator, address, shown, leave_out="on")
    assert "1 new, 0 changed, 1 left out" in page.content.decode()
    assert people() == ["A"]


def test_a_preview_of_other_times_is_not_confirmed_but_shown_anew(coordinator: Client, alpha: Partnership) -> None:
    address, shown = preview(coordinator, HEAD + "A,a@example.org,,clinician,,,,\nB,b@example.org,,clinician,,,,\n")
    factories.member(alpha, "Other", email="a@example.org")
    page = confirm(coordinator, address, shown)
    assert "have changed since this preview" in page.content.decode()
    assert people() == ["Other"]
    anew = page.context["preview"]
    assert [row.state for row in anew.rows] == ["change", "create"]
    confirm(coordinator, address, anew)
    assert people() == ["A", "B"]


def test_a_made_up_fingerprint_writes_nothing(coordinator: Client) -> None:
    address, _shown = preview(coordinator, HEAD + "A,a@example.org,,clinician,,,,\n")
    for seen in ("", "0" * 64, "x" * 1000, "\x00"):
        assert coordinator.post(f"{address}confirm/", {"seen": seen}).status_code == 302
    assert people() == []


def test_confirming_twice_imports_once(coordinator: Client) -> None:
    address, shown = preview(coordinator, HEAD + "A,a@example.org,,clinician,,,,\n")
    confirm(coordinator, address, shown)
    again = coordinator.post(f"{address}confirm/", {"seen": shown.fingerprint}, follow=True)
    assert again.status_code == 410
    assert "This import is over" in again.content.decode()
    assert people() == ["A"]
    assert PeopleImport.objects.get().rows == []


def test_all_or_nothing_when_the_database_refuses_halfway(
    amina: User, alpha: Partnership, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = io.BytesIO((HEAD + "A,a@example.org,,clinician,New,hospital,,\n").encode())
    started = services.start_import(by=amina, partnership=alpha, file=file, filename="a.csv", at=timezone.now())
    shown = preview_of(started, alpha.day(timezone.now()))

    def broken(*args: Any, **kwargs: Any) -> None:
        raise RuntimeError("the disk is full")

    monkeypatch.setattr(Membership.objects, "bulk_create", broken)
    with pytest.raises(RuntimeError):
        services.confirm_import(by=amina, people_import=started, seen=shown.fingerprint, at=timezone.now())
    assert people() == []
    assert not Organisation.objects.exists()
    assert PeopleImport.objects.get().rows


def test_giving_up_deletes_the_rows(coordinator: Client) -> None:
    address, _shown = preview(coordinator, HEAD + "A,a@example.org,,clinician,,,,\n")
    assert coordinator.post(f"{address}discard/").status_code == 302
    assert not PeopleImport.objects.exists()
    assert coordinator.get(address).status_code == 404


def test_rows_nobody_confirms_go_after_a_day(coordinator: Client) -> None:
    address, shown = preview(coordinator, HEAD + "A,a@example.org,,clinician,,,,\n")
    PeopleImport.objects.update(expires_at=timezone.now() - timedelta(minutes=1))
    assert coordinator.get(address).status_code == 410
    assert confirm(coordinator, address, shown).status_code == 410
    assert people() == []
    assert jobs.run_jobs(timezone.now())["people_imports"] == 1


def test_looking_at_a_preview_changes_nothing(coordinator: Client, alpha: Partnership) -> None:
    address, _shown = preview(coordinator, HEAD + "A,a@example.org,,clinician,New,hospital,,\n")
    before = len(audit.history(alpha.scope))
    coordinator.get(address)
    assert (people(), Organisation.objects.count(), len(audit.history(alpha.scope))) == ([], 0, before)


def test_a_preview_is_for_the_one_who_made_it(
    coordinator: Client, viewer: Client, evaluator: Client, outsider: Client, administrator: Client
) -> None:
    address, shown = preview(coordinator, HEAD + "A,a@example.org,,clinician,,,,\n")
    for browser, status in ((viewer, 403), (evaluator, 403), (outsider, 404), (administrator, 404)):
        assert browser.get(address).status_code == status
        assert browser.post(f"{address}confirm/", {"seen": shown.fingerprint}).status_code == status
        assert browser.post(f"{address}discard/").status_code == status
    assert people() == []


def test_who_may_import(statuses_at: StatusesAt, evaluator: Client) -> None:
    for address in (ADDRESS, f"{ADDRESS}template/"):
        assert statuses_at(address) == (200, 403, 403, 404, 200), address
    assert "Only a coordinator" in evaluator.get(ADDRESS).content.decode()


def test_the_wrong_verb_and_a_wrong_number_are_refused(coordinator: Client) -> None:
    address, _shown = preview(coordinator, HEAD + "A,a@example.org,,clinician,,,,\n")
    assert coordinator.get(f"{address}confirm/").status_code == 405
    assert coordinator.get(f"{address}discard/").status_code == 405
    assert coordinator.post(address).status_code == 405
    assert coordinator.post(f"{ADDRESS}template/").status_code == 405
    assert coordinator.get(f"{ADDRESS}999999/").status_code == 404
    assert coordinator.post(f"{ADDRESS}999999/confirm/").status_code == 404


def test_the_service_refuses_those_who_may_not(amina: User, chen: User, alpha: Partnership) -> None:
    file = io.BytesIO((HEAD + "A,a@example.org,,clinician,,,,\n").encode())
    with pytest.raises(PermissionDenied):
        services.start_import(by=chen, partnership=alpha, file=file, filename="a.csv", at=timezone.now())
    started = services.start_import(by=amina, partnership=alpha, file=file, filename="a.csv", at=timezone.now())
    with pytest.raises(PermissionDenied):
        services.confirm_import(by=chen, people_import=started, seen="", at=timezone.now())


@pytest.mark.parametrize(
    "content, words",
    [
        (b"", "empty"),
        (b"first,second\n1,2\n", "There is no column “name”"),
        (HEAD.encode(), "There is no row"),
        (b"name,nom\nA,B\n", "Two columns mean “name”"),
        (b"%PDF-1.7 x", "cannot be read"),
        (b"PK\x03\x04 rubbish", "This spreadsheet is damaged"),
        (("name,email\n" + "A,a@example.org\n" * 1001).encode(), "more than 1000 rows"),
        ((HEAD + "A" * 1_000_000 + ",,,,,,,\n").encode(), "Row 2"),
        ((HEAD + "A" * 30_000 + ",,,,,,,\n").encode(), "Row 2, column “name”"),
        ((HEAD + "A,,,cli\x00nician,,,,\n").encode(), "Row 2, column “kind”"),
        ((HEAD + "A,,,clinician,,,,\x07\n").encode(), "Row 2, column “reason”"),
    ],
)
def test_a_file_that_cannot_be_read_is_refused_beside_the_field(
    coordinator: Client, content: bytes, words: str
) -> None:
    page = upload(coordinator, content)
    assert page.status_code == 200
    assert words in page.context["form"].errors["file"][0]
    assert not PeopleImport.objects.exists()


def test_what_the_file_says_is_never_markup(coordinator: Client) -> None:
    evil = "<script>alert(1)</script>"
    text = f"name,kind,language,{evil}\n{evil},{evil},{evil},{evil}\n{evil},clinician,en,{evil}\n"
    answer = upload(coordinator, text, name=f"{evil}.csv")
    page = coordinator.get(answer.headers["Location"]).content.decode()
    assert "&lt;script&gt;alert(1)" in page
    assert evil not in page
    assert evil not in upload(coordinator, f"{evil}\nA\n").content.decode()


def test_formulas_stay_text_and_come_out_harmless(coordinator: Client) -> None:
    book, out = Workbook(), io.BytesIO()
    sheet = book.active
    assert sheet is not None
    sheet.append(["name", "kind", "member_from", "reason"])
    sheet.append(["Gita", "clinician", date(2026, 2, 3), '=HYPERLINK("http://evil.example","x")'])
    sheet.append(["'=1+1", "clinician", None, "+1"])
    book.save(out)
    address = upload(coordinator, out.getvalue(), "people.xlsx").headers["Location"]
    shown = coordinator.get(address).context["preview"]
    assert shown.refused == 0
    confirm(coordinator, address, shown)
    gita = Membership.objects.get(stakeholder__name="Gita")
    assert gita.started_on == date(2026, 2, 3)
    assert "HYPERLINK" not in gita.reason


def test_columns_nobody_asked_for_are_named(coordinator: Client) -> None:
    answer = upload(coordinator, "name,kind,shoe size\nA,clinician,43\n")
    assert "shoe size" in coordinator.get(answer.headers["Location"]).content.decode()


def test_the_template_can_be_filled_in_and_imported(amina: User, outsider: Client) -> None:
    content = outsider.get("/p/beta/people/import/template/").content
    book = load_workbook(io.BytesIO(content))
    sheet = book.worksheets[0]
    assert [cell.value for cell in sheet[1]] == [
        "nom",
        "courriel",
        "langue",
        "type",
        "organisation",
        "secteur",
        "membre_depuis",
        "raison",
    ]
    sheet.append(["Gita", "gita@example.org", "fr", "clinician", "Clinic", "primary_care", date(2026, 2, 3), "x"])
    out = io.BytesIO()
    book.save(out)
    file = SimpleUploadedFile("people.xlsx", out.getvalue())
    address = outsider.post("/p/beta/people/import/", {"file": file}).headers["Location"]
    assert outsider.get(address).context["preview"].created == 1


def test_every_kind_and_sector_of_the_template_is_understood(
    coordinator: Client, amina: User, alpha: Partnership
) -> None:
    content = coordinator.get(f"{ADDRESS}template/").content
    rows = list(load_workbook(io.BytesIO(content)).worksheets[1].iter_rows(min_row=2, values_only=True))
    assert len(rows) == 18
    for column, *names in rows:
        for name in names:
            kind, sector = (name, "hospital") if column == "kind" else ("clinician", name)
            shown = planned(amina, alpha, f"A,,,{kind},Org {name},{sector},,\n")
            assert shown.created == 1, name


def test_a_preview_takes_the_same_queries_for_few_and_for_many(
    coordinator: Client, members: Members, django_assert_max_num_queries: Any
) -> None:
    rows = "".join(f"Person {n},p{n}@example.org,,clinician,Org {n},hospital,,\n" for n in range(300))
    address, shown = preview(coordinator, HEAD + rows)
    with django_assert_max_num_queries(14):
        coordinator.get(address)
    with django_assert_max_num_queries(30):
        coordinator.post(f"{address}confirm/", {"seen": shown.fingerprint})
    assert Stakeholder.objects.count() == 312


def test_columns_and_terms_are_compared_without_case_accents_or_signs() -> None:
    assert folded("  Membre depuis ") == "membre_depuis"
    assert folded("Hôpital") == folded("HOPITAL")
    assert re.fullmatch(r"[a-z0-9_]*", folded("’Œuvre – №5"))


def test_names_of_a_file_are_tidied_before_they_are_shown_and_written(coordinator: Client) -> None:
    row = '"Gita\u202e\nRoy\u200b",,,clinician,"Valley\u2028 clinic\ufeff",hospital,,\n'
    address, shown = preview(coordinator, HEAD + row)
    assert [shown.rows[0].cells[0].value, shown.rows[0].cells[4].value] == ["Gita Roy", "Valley clinic"]
    confirm(coordinator, address, shown)
    assert people() == ["Gita Roy"]
    assert Organisation.objects.get().name == "Valley clinic"
