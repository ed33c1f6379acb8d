"""From how many people, answers or pairs of items a statistic is worked out, and from how many it is spoken of."""

VERDICT_FROM, ARROW_FROM = 10, 30  # people in the smaller of two rounds or groups (STATISTICS 10)
CLEAR_P = 0.05
AGREEMENT_FROM, ROUGH_BELOW = 8, 10  # raters
FEWEST_PEOPLE, FEWEST_PAIRS = 4, 20  # behind the correlation of two items, and behind the mean of such correlations
OWN_FROM, OMEGA_FROM = 50, 100
CORRELATES_FROM, WEIGHTS_FROM, PEOPLE_A_PREDICTOR = 30, 100, 10
