"""Long lists in pages of fixed size; the pager's links keep the filters."""

from collections.abc import Sequence
from typing import Any
from urllib.parse import urlencode

from django.core.paginator import Page as DjangoPage
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpRequest, QueryDict


class Page(DjangoPage):
    """One page with its items already loaded; `query` is what parts/_pager.html puts before `page=`."""

    query: str = ""


class _Pages(Paginator):
    def _get_page(self, *args: Any, **kwargs: Any) -> Page:
        return Page(*args, **kwargs)


def paginate(rows: "QuerySet[Any, Any] | Sequence[Any]", query: QueryDict, *, size: int = 50) -> Page:
    """The page asked for by `?page=`; what is not a page number shows the nearest one. Two queries."""
    asked = query.get("page", "1")
    number = int(asked) if asked.isascii() and asked.isdigit() and len(asked) < 10 else 1
    page = _Pages(rows, size).get_page(max(1, number))
    assert isinstance(page, Page)
    page.object_list = list(page.object_list)
    kept = query.copy()
    kept.pop("page", None)
    page.query = f"{kept.urlencode()}&" if kept else ""
    return page


def clear_url(request: HttpRequest, *filters: str) -> str:
    """Where the list is without its filters; empty when none is in use."""
    if not any(request.GET.get(name) for name in filters):
        return ""
    show = request.GET.get("show", "")
    return f"{request.path}?{urlencode({'show': show})}" if show else request.path
