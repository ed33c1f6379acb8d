"""Whether a role may be taken away."""

from partnerships.models import Grant


def is_last_coordinator(grant: Grant) -> bool:
    """Whether nobody would coordinate the partnership without this grant."""
    if grant.role != Grant.Role.COORDINATOR:
        return False
    others = Grant.objects.filter(partnership=grant.partnership_id, role=Grant.Role.COORDINATOR, user__is_active=True)
    return not others.exclude(pk=grant.pk).exists()
