"""Tails and quantiles of F and of Student's t in plain Python, so that a page which needs some few loads no scipy."""

from functools import lru_cache
from math import exp, inf, lgamma, log, log1p, pi, sqrt

STIRLING_FROM = 16  # from here on four terms of Stirling's series are exact to the last digits
TINY, CLOSE = 1e-300, 1e-15


def t_tails(df: float, t: float) -> float:
    """P(|T| >= |t|), both tails: T squared is F on 1 and `df` degrees of freedom."""
    return f_tail(1, df, t * t)


@lru_cache(maxsize=4096)  # at a close many scores rest on as many people
def t_quantile(df: float, level: float = 0.95) -> float:
    """Two-sided critical value of Student's t, e.g. 2.776 for df = 4 and 95 %."""
    return sqrt(f_quantile(1, df, 1 - level))


def f_tail(df1: float, df2: float, f: float) -> float:
    """P(F >= f), the regularised incomplete beta function I_x(df2/2, df1/2) at x = df2 / (df2 + df1 f)."""
    return _tail(df1, df2, f)[0]


def f_quantile(df1: float, df2: float, tail: float) -> float:
    """The f with P(F >= f) = `tail`, by Newton's steps between the logarithms of both, which double exact digits.

    A step out of the bracket known so far gives way to the middle of it, so that no start is a bad one.
    """
    low, high, at = -700.0, 700.0, 0.0
    for _ in range(200):
        reached, slope = _tail(df1, df2, exp(at))
        low, high = (at, high) if reached > tail else (low, at)
        step = log(reached / tail) * reached / slope if min(reached, slope) > TINY else inf
        if abs(step) < 1e-8:
            break
        at = at + step if low < at + step < high else (low + high) / 2
    return exp(at + step)


def _tail(df1: float, df2: float, f: float) -> tuple[float, float]:
    """P(F >= f), and by how much it falls as log f rises by one: x^a y^b / B(a, b)."""
    a, b, ratio = df2 / 2, df1 / 2, df1 * f / df2
    if ratio in (0.0, inf):
        return float(ratio == 0.0), 0.0
    x, y = 1 / (1 + ratio), 1 / (1 + 1 / ratio)
    distance = a * y - b * x
    slope = _slope(a, b, x, y, distance)
    if distance >= 0:
        return slope * _fraction(a, b, x, y, distance), slope
    return 1 - slope * _fraction(b, a, y, x, -distance), slope


def _slope(a: float, b: float, x: float, y: float, distance: float) -> float:
    """x^a y^b / B(a, b), where y = 1 - x and x lies `distance` / (a + b) below its mean a / (a + b).

    From the distance, for the difference of two logarithms of gamma functions keeps seven digits at a million degrees
    of freedom (Loader 2000).
    """
    n = a + b
    of_a = log(n * x / a) if 2 * distance > a else log1p(-distance / a)
    of_b = log(n * y / b) if -2 * distance > b else log1p(distance / b)
    return sqrt(a * b / n / (2 * pi)) * exp(a * of_a + b * of_b + _stirling(n) - _stirling(a) - _stirling(b))


def _stirling(z: float) -> float:
    """What Stirling's formula leaves out: log Gamma(z) - [(z - 1/2) log z - z + log(2 pi)/2]."""
    if z < STIRLING_FROM:
        return lgamma(z) - (z - 0.5) * log(z) + z - log(2 * pi) / 2
    square = z * z
    return (1 / 12 - (1 / 360 - (1 / 1260 - 1 / 1680 / square) / square) / square) / z


def _fraction(a: float, b: float, x: float, y: float, distance: float) -> float:
    """I_x(a, b) B(a, b) / (x^a y^b), x at most its mean: a continued fraction (DiDonato & Morris 1992), by Lentz."""
    result = d = (a + 1) / a / (distance + 1)
    c = inf
    for n in range(1, 100_000):
        above = (a + n - 1) * (a + b + n - 1) * n * (b - n) * (x / (a + 2 * n - 1)) ** 2
        beside = n + n * (b - n) * x / (a + 2 * n - 1) + (a + n) / (a + 2 * n + 1) * (distance + 1 + n * (1 + y))
        c, d = beside + above / c or TINY, 1 / (beside + above * d or TINY)
        result *= c * d
        if abs(c * d - 1) < CLOSE:
            break
    return result
