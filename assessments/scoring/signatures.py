"""Anything else that is published about a round: the signature rule over all sets of responses ever shown."""

from collections import defaultdict
from collections.abc import Collection, Hashable, Mapping, Sequence
from collections.abc import Set as AbstractSet

Sets = Sequence[AbstractSet[Hashable]]
"""Published sets of response versions; a corrected response is a new version with its own key."""


def signature_classes(published: Sets) -> list[frozenset[Hashable]]:
    """The classes of responses that lie in exactly the same published sets; responses in no set have none."""
    signatures: dict[Hashable, list[int]] = defaultdict(list)
    for number, members in enumerate(published):
        for response in members:
            signatures[response].append(number)
    classes: dict[tuple[int, ...], set[Hashable]] = defaultdict(set)
    for response, signature in signatures.items():
        classes[tuple(signature)].add(response)
    return [frozenset(members) for members in classes.values()]


def may_publish(published: Sets, new: Sets, k: int, valid: Mapping[str, Collection[Hashable]] | None = None) -> bool:
    """Whether a table with the sets `new` may join what was `published`: every class then has at least `k` members.

    `valid` gives, for each scale of the tables, the responses with a score on it: every class must have none or at
    least `k` of them. Weights of any combination of published sums are equal within a class, so the result rests on
    whole classes: safe always, necessary for nested sets (STATISTICS 9). If not: a coarser table, or the old one.
    """
    classes = signature_classes([*published, *new])
    if any(len(members) < k for members in classes):
        return False
    scored = [frozenset(responses) for responses in (valid or {}).values()]
    return all(not 0 < len(members & responses) < k for members in classes for responses in scored)


def linked_change_allowed(linked: int, only_before: int, only_after: int, k: int) -> bool:
    """Whether a linked change may stand beside both rounds' means: k linked, and none or k unlinked people in all."""
    unlinked = only_before + only_after
    return linked >= k and (unlinked == 0 or unlinked >= k)


def linked_means_allowed(linked: int, only_before: int, only_after: int, k: int) -> bool:
    """Whether the linked people's two means may be shown as well: each round's unlinked people are none or k."""
    return linked >= k and all(n == 0 or n >= k for n in (only_before, only_after))
