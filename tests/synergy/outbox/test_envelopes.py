"""Every header of a mail is ours, whatever people typed."""

from typing import Any

from synergy.outbox import deliveries
from tests.synergy.conftest import AT, PostOffice


def test_headers_are_ours_whatever_people_typed(post: Any, post_office: PostOffice) -> None:
    name = 'name:Alpha\r\nBcc: victim@example.org\r\n\r\n"x" <evil@example.org>'
    [letter] = post("farid@example.org", about=name)
    deliveries.deliver_due(at=AT, per_second=0)
    mail: Any = post_office.taken[0][1]
    assert mail["Bcc"] is None
    assert mail["From"].addresses[0].addr_spec == "synergy@example.org"
    assert len(mail["From"].addresses) == 1
    assert mail["From"].addresses[0].display_name.startswith("Alpha Bcc: victim@example.org")
    assert mail["Subject"] == "Votre avis Bcc: victim@example.org"
    assert mail["Message-ID"] == f"<{letter.pk}@example.org>"
    assert mail["Reply-To"] == "amina@example.org"
    assert mail["Auto-Submitted"] == "auto-generated"
    assert mail["List-Unsubscribe"] == "<https://example.org/out>"


def test_accents_in_the_name_of_a_partnership_arrive(post: Any, post_office: PostOffice) -> None:
    post("farid@example.org")
    deliveries.deliver_due(at=AT, per_second=0)
    mail: Any = post_office.taken[0][1]
    assert mail["From"].addresses[0].display_name == "Alpha – santé"
    assert {part.get_content_type() for part in mail.walk()} >= {"text/plain", "text/html"}
