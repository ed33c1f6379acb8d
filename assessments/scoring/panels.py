"""Whether a change over linked people may stand beside everything else that is published about the two rounds."""

import numpy as np

from assessments.scoring.signatures import linked_change_allowed


def contrast_support(linked: np.ndarray, classes: np.ndarray) -> int:
    """Responses of one round that any combination using the linked sum rests on at least.

    `linked` (bool) says who of the round is in the linked sum, `classes` (whole numbers) in which of the other
    published sums each one lies: the same class, the same sums. Within a class all other sums give equal weights, so
    linked and unlinked people differ by the weight of the linked sum and only the fewer of them can all be cancelled.
    """
    together = np.bincount(classes, minlength=1)
    chosen = np.bincount(classes, weights=linked, minlength=1)
    return int(np.minimum(chosen, together - chosen).sum())


def linked_change_safe(before: tuple[np.ndarray, np.ndarray], after: tuple[np.ndarray, np.ndarray], k: int) -> bool:
    """Whether the change of the linked people may be published; each round gives its (linked, classes), as above.

    Needs k linked people, and nobody unlinked or at least k of them in all (STATISTICS 9). Where groups of the rounds,
    or other linked changes, are published too, every combination must rest on k responses: the supports add up over
    both rounds. Exact beside the totals alone and beside one breakdown, else on the safe side.
    """
    only_before, only_after = (int((~linked).sum()) for linked, _ in (before, after))
    if not linked_change_allowed(int(after[0].sum()), only_before, only_after, k):
        return False
    supports = contrast_support(*before), contrast_support(*after)
    # Beside groups the linked people themselves may remain, the same ones in both rounds: they count once.
    alone = all(len(np.unique(classes)) <= 1 for _, classes in (before, after))
    return only_before + only_after == 0 or (sum(supports) if alone else max(supports)) >= k
