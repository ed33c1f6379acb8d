"""Stakeholders of a partnership and their memberships."""
