"""Staff pages of instruments, rounds and invitations."""
