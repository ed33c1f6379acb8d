"""What may be published of a round: the room that decides nobody can be worked out.

The unit of disclosure is the item. Everything published is a function of how each item was answered, by everybody and
by the shown groups of a breakdown, and of a few correlations of one decimal; so a combination of published numbers
rests on whole cells "who of a group answered this item", and these are what is counted here (docs/decisions/0013).
"""
