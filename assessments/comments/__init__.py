"""Comments of a closed round: moderated, then released."""
