"""Backups that come back: made, kept for as long as promised, restored on either database, and rehearsed."""

from synergy.ops.backups.afterwards import register_after_restore
from synergy.ops.backups.emptiness import register_filled_at_start
from synergy.ops.backups.making import back_up
from synergy.outbox.holds import Restored

__all__ = ["Restored", "back_up", "register_after_restore", "register_filled_at_start"]
