"""What may be published of a round: the room that decides nobody can be worked out, and the one door into it.

The unit of disclosure is the item. Everything published is a function of how each item was answered, by everybody and
by the shown groups of a breakdown, and of a few correlations of one decimal; so a combination of published numbers
rests on whole cells "who of a group answered this item", and these are what is counted here (docs/decisions/0013).
"""

from assessments.disclosure.linkage import Earlier
from assessments.disclosure.publications import Publication, publication
from assessments.disclosure.respondents import Respondents, Row
from assessments.disclosure.rules import Rules

__all__ = ["Earlier", "Publication", "Respondents", "Row", "Rules", "publication"]
