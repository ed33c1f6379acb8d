"""Parts of the frame's tests: a real SMTP server on loopback, kinds of mail that only tests know."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email import message_from_bytes
from email.message import Message as Mail
from email.policy import default
from typing import Any

import pytest
from aiosmtpd.controller import Controller
from django.db import connection

from synergy.outbox import kinds, queues
from synergy.outbox.kinds import Rendered
from synergy.outbox.models import Message

AT = datetime(2026, 1, 12, 14, 0, tzinfo=UTC)


@dataclass
class PostOffice:
    """What an SMTP server took, and how it answers: by recipient at RCPT, by turn at DATA."""

    port: int = 0
    taken: list[tuple[str, Mail]] = field(default_factory=list)
    answers: dict[str, str] = field(default_factory=dict)
    answers_to_text: dict[str, str] = field(default_factory=dict)
    hang_up_after_text: bool = False
    sessions: set[int] = field(default_factory=set)

    async def handle_RCPT(self, server: Any, session: Any, envelope: Any, address: str, options: Any) -> str:  # noqa: N802
        self.sessions.add(id(session))
        if address in self.answers:
            return self.answers[address]
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:  # noqa: N802
        [address] = envelope.rcpt_tos
        if address in self.answers_to_text:
            return self.answers_to_text[address]
        self.taken.append((address, message_from_bytes(envelope.content, policy=default)))
        if self.hang_up_after_text:
            server.transport.abort()
        return "250 OK"

    @property
    def addresses(self) -> list[str]:
        return [address for address, _mail in self.taken]


class AnyPort(Controller):
    """A controller on a port the system picks, which it then asks for."""

    def _trigger_server(self) -> None:
        self.port = self.server.sockets[0].getsockname()[1]
        super()._trigger_server()


@pytest.fixture
def post_office(settings: Any) -> Iterator[PostOffice]:
    office = PostOffice()
    controller = AnyPort(office, hostname="127.0.0.1", port=0)
    controller.start()
    office.port = controller.port
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", office.port
    settings.EMAIL_HOST_USER = settings.EMAIL_HOST_PASSWORD = ""
    settings.EMAIL_USE_TLS = settings.EMAIL_USE_SSL = False
    settings.DEFAULT_FROM_EMAIL = "Synergy <synergy@example.org>"
    yield office
    controller.stop(no_assert=True)


def write(message: Message) -> Rendered | None:
    """The mail of tests: `subject_ref` says what should be odd about it."""
    if message.subject_ref == "unwanted":
        return None
    if message.subject_ref == "broken":
        raise LookupError("no such round for someone@example.org")
    name = message.subject_ref if message.subject_ref.startswith("name:") else "name:Alpha – santé"
    return Rendered(
        subject="Votre avis\nBcc: victim@example.org",
        text="https://example.org/r/secretsecretsecretsec",
        html="<p>Bonjour</p>",
        from_name=name.removeprefix("name:"),
        reply_to="amina@example.org",
        headers={"List-Unsubscribe": "<https://example.org/out>"},
    )


@pytest.fixture
def letters() -> Iterator[None]:
    kinds.register("letter", write, "Letter")
    yield
    kinds._kinds.pop("letter")


@pytest.fixture
def post(db: None, letters: None) -> Any:
    """Queues letters to these people."""

    def queue(*recipients: str, about: str = "") -> list[Message]:
        for recipient in recipients:
            queues.queue(
                kind="letter", key=f"letter:{recipient}", recipient=recipient, subject_ref=about, scope="s:1", at=AT
            )
        return [Message.objects.get(key=f"letter:{recipient}") for recipient in recipients]

    return queue


@pytest.fixture
def database_gone() -> Iterator[None]:
    """The settings of the connection lead nowhere, as when the server has stopped."""
    kept = {name: connection.settings_dict[name] for name in ("NAME", "HOST", "PORT")}
    connection.close()
    if connection.vendor == "sqlite":
        connection.settings_dict["NAME"] = "/nonexistent/folder/db.sqlite3"
    else:
        connection.settings_dict.update(HOST="127.0.0.1", PORT="1")
    yield
    connection.close()
    connection.settings_dict.update(kept)
