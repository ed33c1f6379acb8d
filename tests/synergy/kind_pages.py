"""The page that people see while the database is away."""

from typing import Any


def assert_kind_page(response: Any, words: str = "Nothing you already saved is lost") -> None:
    assert response.status_code == 503
    assert response["Retry-After"] == "30"
    assert response["Cache-Control"] == "no-store"
    assert "Set-Cookie" not in response
    assert words in response.content.decode()
