"""Curves of motion on 0..1."""


def clamp(value: float, low: float = 0.0, high: float = 1.0) -> float:
    """The nearest value within the bounds."""
    return min(high, max(low, value))


def smooth(value: float) -> float:
    """Slow at both ends."""
    x = clamp(value)
    return x * x * (3 - 2 * x)


def ease_out(value: float) -> float:
    """Fast first, then coming to rest."""
    return 1 - (1 - clamp(value)) ** 3


def lerp(start: float, end: float, amount: float) -> float:
    """The value `amount` of the way from start to end."""
    return start + (end - start) * amount
