"""What is done about sessions that a test leaves behind."""

import pytest
from django.db import connection, connections

from tests.sessions import end_other_sessions


@pytest.mark.django_db(transaction=True)
def test_a_session_left_behind_is_named_and_ended(capsys: pytest.CaptureFixture[str]) -> None:
    if connection.vendor != "postgresql":
        pytest.skip("SQLite has no sessions")
    assert end_other_sessions(0) == []
    left = connections.create_connection("default")
    left.ensure_connection()
    [named] = end_other_sessions(0)
    assert named in capsys.readouterr().err
    assert end_other_sessions(0) == []
    left.close()
