"""What follows the close of a round: copying, computing, publishing, unlinking; the ticker’s work."""
