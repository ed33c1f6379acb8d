"""The cast, and the rules the whole suite holds to: no SQL while a template renders, no request off this machine."""

import os
import socket
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, timedelta
from functools import partial
from importlib import import_module
from pathlib import Path
from typing import Any

import hypothesis
import pytest
from django.apps import apps
from django.conf import settings
from django.db import connection
from django.template.base import Template
from django.test import Client
from django.utils import timezone, translation
from playwright.sync_api import Browser, Error, Playwright, sync_playwright

from assessments.instruments.services import publish_instruments
from assessments.models import InstrumentVersion, Invitation, Round
from partnerships.models import (
    Grant,
    Membership,
    Organisation,
    Partnership,
    Programme,
    ProgrammeEvaluator,
    Sector,
    Stakeholder,
)
from synergy.accounts.models import User
from synergy.ops.browsers import find_browser
from tests import factories
from tests.routes import one_of_everything
from tests.sessions import end_other_sessions

hypothesis.settings.register_profile("unhurried", deadline=None)  # properties say nothing about how busy a machine is
hypothesis.settings.load_profile("unhurried")
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")  # playwright keeps an event loop in the test's thread
PASSWORD = "a long password for tests"
FLAGS = [
    "--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update",
    "--disable-sync", "--no-first-run",
]  # fmt: skip
OUR_TEMPLATES = str(settings.BASE_DIR / "templates")
PUBLISHED = datetime(2026, 1, 5, 14, tzinfo=UTC)
ClientOf = Callable[[User], Client]
Invite = Callable[..., Invitation]
Members = list[Stakeholder]
LOOPBACK = ("127.", "::1", "localhost")


class QueryWhileRendering(AssertionError):
    """A template asked the database: hand it what it shows."""


class RequestLeavesTheMachine(AssertionError):
    """A test, or the code under it, called another host."""


@pytest.fixture(scope="session", autouse=True)
def nothing_leaves_the_machine() -> Iterator[None]:
    connect = socket.socket.connect

    def guarded(self: socket.socket, address: Any) -> None:
        if isinstance(address, tuple) and not str(address[0]).startswith(LOOPBACK):
            raise RequestLeavesTheMachine(str(address))
        connect(self, address)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(socket.socket, "connect", guarded)
        yield


@pytest.fixture(scope="session", autouse=True)
def no_query_while_our_templates_render() -> Iterator[None]:
    render = Template._render  # type: ignore[attr-defined]

    def refuse(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        raise QueryWhileRendering(sql)

    def guarded(self: Template, context: Any) -> str:
        if not str(self.origin.name).startswith(OUR_TEMPLATES):
            return render(self, context)
        with connection.execute_wrapper(refuse):
            return render(self, context)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Template, "_render", guarded)
        yield


@pytest.fixture(autouse=True)
def quick_and_apart(settings: Any, tmp_path: Path) -> None:
    """Cheap password hashes; files of a test (pepper, mail) in its own folder."""
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    settings.DATA_DIR = tmp_path
    settings.PEPPER_FILE = tmp_path / "pepper"
    settings.BACKUP_DIR, settings.BACKUP_KEYS_DIR = tmp_path / "backups", tmp_path / "backup-keys"
    settings.MEDIA_ROOT = tmp_path / "media"
    settings.WHITENOISE_AUTOREFRESH = True  # no walk over every static file for each test's client


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_blocker: Any) -> Iterator[None]:
    """As pytest-django makes it, and on PostgreSQL dropped only when no session of a test is left on it."""
    yield
    with django_db_blocker.unblock():
        end_other_sessions()
        connection.close()


@pytest.fixture(autouse=True)
def english_unless_said_otherwise() -> Iterator[None]:
    """A page in French leaves French active in this thread: the next test starts in English again."""
    translation.activate("en")
    yield
    translation.activate("en")


def _user(email: str, name: str, **fields: Any) -> User:
    return User.objects.create_user(email=email, password=PASSWORD, name=name, **fields)


@pytest.fixture
def vocabulary(db: None) -> None:
    """Kinds and sectors, which a transactional test before this one may have flushed."""
    import_module("partnerships.migrations.0002_vocabulary").add_terms(apps, None)
    import_module("partnerships.migrations.0007_plainer_vocabulary").say_plainly(apps, None)


@pytest.fixture
def programme(vocabulary: None) -> Programme:
    return Programme.objects.create(name="Access programme", slug="access")


@pytest.fixture
def alpha(programme: Programme) -> Partnership:
    """The partnership Amina coordinates."""
    return factories.partnership(programme=programme, name="Alpha partnership", slug="alpha")


@pytest.fixture
def beta(programme: Programme) -> Partnership:
    """The partnership Elise runs."""
    return factories.partnership(programme=programme, name="Beta partnership", slug="beta")


@pytest.fixture
def amina(alpha: Partnership) -> User:
    user = _user("amina@example.org", "Amina")
    Grant.objects.create(user=user, partnership=alpha, role=Grant.Role.COORDINATOR)
    return user


@pytest.fixture
def bruno(alpha: Partnership) -> User:
    user = _user("bruno@example.org", "Bruno")
    Grant.objects.create(user=user, partnership=alpha, role=Grant.Role.VIEWER)
    return user


@pytest.fixture
def chen(alpha: Partnership) -> User:
    user = _user("chen@example.org", "Chen")
    Grant.objects.create(user=user, partnership=alpha, role=Grant.Role.EVALUATOR)
    return user


@pytest.fixture
def dora(programme: Programme) -> User:
    """Evaluates the programme, without a role in any of its partnerships."""
    user = _user("dora@example.org", "Dora")
    ProgrammeEvaluator.objects.create(user=user, programme=programme)
    return user


@pytest.fixture
def elise(beta: Partnership) -> User:
    """The outsider: coordinates another partnership, in French."""
    user = _user("elise@example.org", "Elise", language="fr")
    Grant.objects.create(user=user, partnership=beta, role=Grant.Role.COORDINATOR)
    return user


@pytest.fixture
def ada(db: None) -> User:
    return _user("ada@example.org", "Ada", is_staff=True, is_superuser=True)


@pytest.fixture
def hospital(alpha: Partnership) -> Organisation:
    return Organisation.objects.create(
        partnership=alpha, name="Valley hospital", sector=Sector.objects.get(code="hospital")
    )


@pytest.fixture
def farid(alpha: Partnership, hospital: Organisation) -> Stakeholder:
    """A stakeholder, who answers by link only."""
    return factories.member(alpha, "Farid", kind="clinician", organisation=hospital)


@pytest.fixture
def members(alpha: Partnership, farid: Stakeholder) -> Members:
    """Farid and eleven others: four kinds, one of them reaching K = 5."""
    kinds = ["clinician"] * 4 + ["patient_partner"] * 3 + ["academic"] * 2 + ["decision_maker"] * 2
    others = [factories.member(alpha, f"Member {n}", kind=kind) for n, kind in enumerate(kinds, start=1)]
    return [farid, *others]


@pytest.fixture
def former_member(alpha: Partnership) -> Stakeholder:
    person = factories.member(alpha, "Former member", kind="academic")
    Membership.objects.filter(stakeholder=person).update(ended_on=date(2025, 6, 30))
    return person


@pytest.fixture
def client_of() -> ClientOf:
    """A browser signed in as this user."""

    def sign_in(user: User) -> Client:
        client = Client()
        client.force_login(user)
        return client

    return sign_in


@pytest.fixture
def coordinator(client_of: ClientOf, amina: User) -> Client:
    """The browser of Amina, who coordinates alpha."""
    return client_of(amina)


@pytest.fixture
def viewer(client_of: ClientOf, bruno: User) -> Client:
    """The browser of Bruno, who views alpha."""
    return client_of(bruno)


@pytest.fixture
def evaluator(client_of: ClientOf, chen: User) -> Client:
    """The browser of Chen, who evaluates alpha."""
    return client_of(chen)


@pytest.fixture
def outsider(client_of: ClientOf, elise: User) -> Client:
    """The browser of Elise, who coordinates beta."""
    return client_of(elise)


@pytest.fixture
def administrator(client_of: ClientOf, ada: User) -> Client:
    """The browser of Ada, who administers the site."""
    return client_of(ada)


@pytest.fixture(params=["coordinator", "viewer", "evaluator"])
def reader(request: pytest.FixtureRequest) -> Client:
    """The browser of each who has a role in alpha."""
    browser: Client = request.getfixturevalue(request.param)
    return browser


@pytest.fixture
def core(db: None) -> InstrumentVersion:
    publish_instruments(at=PUBLISHED)
    return InstrumentVersion.objects.get(code="core_1")


@pytest.fixture
def open_round(alpha: Partnership, core: InstrumentVersion) -> Round:
    """Opened yesterday, open for two weeks."""
    now = timezone.now()
    return factories.open_round(
        alpha,
        core,
        opens_at=now - timedelta(days=1),
        closes_at=now + timedelta(days=14),
        since_en="We send a one-page summary after every meeting.\nWe share one calendar.",
    )


@pytest.fixture
def invite(open_round: Round) -> Invite:
    """Invites a person to the open round, in their language."""

    return partial(factories.invitation, open_round)


@pytest.fixture
def farids_invitation(invite: Invite, farid: Stakeholder) -> Invitation:
    return invite(farid, sector="hospital", tenure="1_to_3")


@pytest.fixture
def world(
    alpha: Partnership, core: InstrumentVersion, amina: User, bruno: User, chen: User, ada: User, elise: User,
    dora: User, members: Members,
) -> dict[str, Any]:  # fmt: skip
    return one_of_everything(alpha, core, amina, bruno, members)


def _launch(playwright: Playwright) -> Browser:
    return playwright.chromium.launch(executable_path=find_browser(), args=FLAGS)


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """One real Chromium for the whole suite; where there is none its tests are skipped, except in CI."""
    with sync_playwright() as playwright:
        try:
            browser = _launch(playwright)
        except Error as error:
            if os.environ.get("CI"):
                raise
            pytest.skip(f"no browser can be had here: {error.message.splitlines()[0]}")
        yield browser
        browser.close()
