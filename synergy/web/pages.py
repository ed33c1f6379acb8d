"""Long lists in pages of fixed size; the pager's links keep the filters."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import QueryDict

T = TypeVar("T")


@dataclass(frozen=True)
class PageLink:
    """A step of the pager; a gap has no number."""

    number: int | None
    url: str
    is_current: bool


@dataclass(frozen=True)
class Page(Generic[T]):
    """One page: its items already loaded, and everything a pager shows."""

    items: list[T]
    number: int
    pages: int
    total: int
    first: int
    last: int
    previous_url: str
    next_url: str
    links: list[PageLink]

    @property
    def is_only(self) -> bool:
        return self.pages <= 1


def paginate(things: "QuerySet[Any, T] | Sequence[T]", query: QueryDict, *, size: int = 50) -> Page[T]:
    """The page asked for by `?page=`; anything that is not a page number shows the nearest one. Two queries."""
    paginator: Paginator[T] = Paginator(things, size)
    asked = query.get("page", "1")
    number = int(asked) if asked.isascii() and asked.isdigit() and len(asked) < 10 else 1
    page = paginator.get_page(max(1, number))
    window = paginator.get_elided_page_range(page.number, on_each_side=1, on_ends=1)
    return Page(
        items=list(page.object_list),
        number=page.number,
        pages=paginator.num_pages,
        total=paginator.count,
        first=page.start_index(),
        last=page.end_index(),
        previous_url=_url(query, page.number - 1) if page.has_previous() else "",
        next_url=_url(query, page.number + 1) if page.has_next() else "",
        links=[_link(query, step, page.number) for step in window],
    )


def _link(query: QueryDict, step: object, current: int) -> PageLink:
    if not isinstance(step, int):
        return PageLink(None, "", False)
    return PageLink(step, _url(query, step), step == current)


def _url(query: QueryDict, number: int) -> str:
    kept = query.copy()
    kept["page"] = str(number)
    return f"?{kept.urlencode()}"
