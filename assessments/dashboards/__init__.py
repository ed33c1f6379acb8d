"""Scores, shown: overview and results of a round."""
