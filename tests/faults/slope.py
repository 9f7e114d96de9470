"""A slope and how sure it is, from noisy samples: Theil–Sen with the interval of Sen (1968). Standard library only."""

from __future__ import annotations

from dataclasses import dataclass
from math import sqrt
from statistics import NormalDist, median

SURE = 0.9
"""The interval holds the true slope so often, if the noise of one sample says nothing about the next."""


@dataclass(frozen=True)
class Slope:
    """Per unit of time, with its interval."""

    value: float
    low: float
    high: float

    def verdict(self, most: float) -> str:
        """Return ``held`` if it's surely at most this, ``missed`` if it's surely more, else ``not shown``."""
        if self.high <= most:
            return "held"
        return "missed" if self.low > most else "not shown"


def theil_sen(samples: list[tuple[float, float]]) -> Slope:
    """Return the median of the slopes between all pairs of samples (time, value): a few outliers don't move it."""
    slopes = sorted(
        (later[1] - earlier[1]) / (later[0] - earlier[0])
        for number, earlier in enumerate(samples)
        for later in samples[number + 1 :]
        if later[0] != earlier[0]
    )
    assert slopes, "at least two samples are needed"
    count, pairs = len(samples), len(slopes)
    spread = NormalDist().inv_cdf((1 + SURE) / 2) * sqrt(count * (count - 1) * (2 * count + 5) / 18)
    low, high = max(0, round((pairs - spread) / 2)), min(pairs - 1, round((pairs + spread) / 2))
    return Slope(median(slopes), slopes[low], slopes[high])


def lowest(samples: list[tuple[float, float]], window: float) -> list[tuple[float, float]]:
    """Return the lowest sample of each window: what is held, without what is used for a moment."""
    found: dict[int, tuple[float, float]] = {}
    for sample in samples:
        key = int(sample[0] // window)
        found[key] = min(found.get(key, sample), sample, key=lambda each: each[1])
    return list(found.values())
