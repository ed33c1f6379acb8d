"""Roles: whether one may be taken away."""

from partnerships.models import Grant


def is_last_coordinator(grant: Grant) -> bool:
    """Whether the partnership would be left without anybody who runs it."""
    if grant.role != Grant.Role.COORDINATOR:
        return False
    others = Grant.objects.filter(partnership=grant.partnership_id, role=Grant.Role.COORDINATOR, user__is_active=True)
    return not others.exclude(pk=grant.pk).exists()
