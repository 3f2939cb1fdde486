"""Where on earth a point is, as far as a price needs to know it, and how far two points lie apart.

Prices follow from the distance alone, so that the same question always gets the same answer.
"""
from math import asin, cos, radians, sin, sqrt

# south, north, west, east, currency, flag fall and price of a kilometre in minor units; the first that fits
REGIONS = [
    (22.1, 22.6, 113.8, 114.5, "HKD", 2700, 950),
    (21.8, 25.4, 119.9, 122.1, "TWD", 8500, 2500),
    (18.0, 53.6, 73.5, 134.8, "CNY", 1300, 230),
    (24.0, 45.6, 122.9, 146.0, "JPY", 500, 400),
    (1.1, 1.5, 103.5, 104.1, "SGD", 400, 80),
    (49.8, 59.0, -8.2, 1.8, "GBP", 320, 190),
    (24.5, 49.4, -125.0, -66.9, "USD", 300, 175),
    (36.0, 71.0, -10.0, 30.0, "EUR", 390, 200),
]
ELSEWHERE = ("USD", 300, 175)
NO_MINOR_UNIT = {"JPY"}


def fares(lat, lon):
    """(currency, flag fall, price of a kilometre)"""
    for south, north, west, east, *rest in REGIONS:
        if south <= lat <= north and west <= lon <= east:
            return tuple(rest)
    return ELSEWHERE


def scale(currency):
    return 0 if currency in NO_MINOR_UNIT else 2


def amount(minor, currency):
    """Minor units as the decimal number that a contract with decimal amounts wants."""
    return minor if currency in NO_MINOR_UNIT else round(minor / 100, 2)


def kilometres(a, b):
    """Along the ground, between (lat, lon) and (lat, lon)."""
    (lat1, lon1), (lat2, lon2) = [tuple(map(radians, p)) for p in (a, b)]
    h = sin((lat2 - lat1) / 2) ** 2 + cos(lat1) * cos(lat2) * sin((lon2 - lon1) / 2) ** 2
    return 12742 * asin(sqrt(min(1, h)))
