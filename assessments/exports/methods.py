"""How published numbers come about, what is hidden and why: the notes that go with a file, in the active language."""

from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from assessments.exports.variables import NO_NUMBER

# What a note is about -> its words.
_NOTES = {
    _("Scores"): _(
        "A score is the mean of its questions’ means: each question’s mean is over those who answered it, and every"
        " question counts the same. “Not applicable” and “I don’t know” are no answers and never a number; nothing is"
        " filled in. So everybody can work a score out again from the rows of its questions (column items), and it"
        " tells nothing that they do not."
    ),
    _("Not shown"): _(
        "A question is shown when at least K people answered it, and counts in scores then; how its answers are"
        " spread is shown from 8 answers, or from K if that is more. A score is shown when at least half of its"
        " questions are, rounded up. Groups are shown when they have K people, and so that those left over are nobody"
        " or at least K; a question on which a small group, or those left over, all answered alike (or all but one) is"
        " left out of the comparison. What is shown was decided once, when the round closed, and is the same on every"
        " page and in every file. A group in which nobody answered looks like one in which too few did. If everybody"
        " gave the same"
        " answer to a question, everybody’s answer to it is known."
    ),
    _("Missing codes"): format_lazy(
        "{} {}",
        _("In CSV and XLSX a number not shown is an empty cell beside shown = false; in .sav it is %(code)s."),
        _("The same holds where nobody answered: the two look alike on purpose."),
    ),
    _("Standard deviation"): _(
        "Of a question: over its answers (n − 1), from 8 answers. Of a score: its standard error times the root of n,"
        " where n is the number of people who answered at least one of its questions. The standard error follows from"
        " the standard deviations of its questions and from how strongly answers go together: rho_within for two"
        " questions of the same theme or element, rho_across for others, and from 50 people rho, the construct’s own."
        " A question whose answers are too few for a distribution counts with sd_assumed."
    ),
    _("Intervals"): _(
        "Logit-t intervals (95%): where the mean may reasonably lie, seeing those who answered as a chance sample of"
        " those who might have. Where there is no spread, or the mean lies at an end of the scale, one more response is"
        " assumed, half of it at each end. They are not corrected for the number of things compared."
    ),
    _("Rounding"): _(
        "Nothing is rounded to protect people, with one exception: the mean of a group of fewer than 30 people has one"
        " decimal, and its interval, gaps and p are worked out from that. Scores of everybody are exact. How strongly"
        " answers go together has one decimal, and is rounded before it is used. Halves are rounded up."
    ),
    _("Groups"): _(
        "All groups of a breakdown are compared on the same questions, and so is everybody beside them: group"
        " “everybody” of that breakdown, which may rest on fewer questions than everybody’s own row. A group’s interval"
        " uses everybody’s spread, which holds the gaps between groups as well, so it is a little wide,"
        " and near an end of the scale very wide."
    ),
    _("Questions"): _(
        "Rows of kind item: a question with its mean as it counts in scores (backwards questions turned round), how"
        " many chose each option as it was given (count_1, count_2, …), “not applicable” (na), “I don’t know” (dk) and"
        " no answer (blank). Below 8 answers there is a mean with its interval, and no counts."
    ),
    _("Changes"): _(
        "Against the last closed round of the same method, on the questions that count in both: change = change_after −"
        " change_before, over everybody. People who answered both times (change_both) make its interval narrower, by"
        " how strongly their scores go together (change_r), and nothing else. A verdict is clear only after correcting"
        " for how many things are compared (Holm)."
    ),
}
_METHOD_ONE = {
    _("Earlier method"): _(
        "Rounds with method 1 were closed when a score was the mean of people’s own means. They keep their means; what"
        " could have told on somebody beside their questions was taken away later. They are not compared with rounds of"
        " method 2."
    ),
}


def words_of_method(*, older: bool) -> list[tuple[str, str]]:
    """What a note is about, and its words; `older`: rounds closed by method 1 are among the data."""
    notes = [*_NOTES.items(), *(_METHOD_ONE.items() if older else ())]
    return [(str(about), str(words).replace("%(code)s", str(NO_NUMBER))) for about, words in notes]
