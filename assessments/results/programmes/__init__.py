"""The results of a programme: its partnerships side by side, without any order of merit."""
