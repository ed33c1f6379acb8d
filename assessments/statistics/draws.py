"""Random draws that are the same on every machine and in every version, of shares and of binomial numbers."""

from math import exp, log, sqrt

HALF, WHOLE = 2**64 - 1, 2**128 - 1
STATE, STEP = 210595961569774438996170751911579193000, 227049564222228575039852097860498811809
"""Where numpy's generator begins with the seed 20240229: forecasts are those it gave, and load nothing."""
MULTIPLIER = 47026247687942121848144207491837523525
LONGEST = 30  # expected number up to which inversion is quick and exact


class Draws:
    """PCG64 (O'Neill 2014), always from the same beginning."""

    def __init__(self) -> None:
        self._state = STATE

    def share(self) -> float:
        """The next number between 0 and 1, of 53 bits."""
        self._state = (self._state * MULTIPLIER + STEP) & WHOLE
        folded, turn = (self._state >> 64) ^ (self._state & HALF), self._state >> 122
        return (((folded >> turn | folded << (64 - turn)) & HALF) >> 11) / 2**53

    def binomial(self, n: int, rate: float) -> int:
        """How many of `n` people answer at this rate, 0..1; many people in parts, each by inversion."""
        if rate > 0.5:
            return n - self.binomial(n, 1 - rate)
        if not n or not rate:
            return 0
        part = int(LONGEST / rate)
        return sum(self._inverted(min(part, n - start), rate) for start in range(0, n, part))

    def _inverted(self, n: int, rate: float) -> int:
        """The smallest number at which the distribution function passes a share; again beyond ten SDs, as noise."""
        most = min(n, int(n * rate + 10 * sqrt(n * rate * (1 - rate) + 1)))
        while True:
            left, chance = self.share(), exp(n * log(1 - rate))
            for number in range(most + 1):
                if left <= chance:
                    return number
                left -= chance
                chance *= (n - number) * rate / ((number + 1) * (1 - rate))
