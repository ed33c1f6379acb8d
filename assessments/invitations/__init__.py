"""Invitations to a round: their links, mails, reminders and standing."""
