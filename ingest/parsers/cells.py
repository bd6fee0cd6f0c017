"""A spreadsheet's values as people read them."""

import datetime
import re


def shown(value: object, number_format: str = "General") -> str:
    """Dates in ISO form, percentages as such, whole numbers without a point; other formats as they are."""
    match value:
        case None:
            return ""
        case bool():
            return str(value).upper()
        case datetime.datetime():
            moment = value.replace(microsecond=0)
            return str(moment.date()) if moment.time() == datetime.time() else moment.isoformat(" ")
        case datetime.date() | datetime.time() | datetime.timedelta():
            return str(value)
        case int() | float():
            return _number(float(value), number_format)
    return str(value)


def _number(value: float, number_format: str) -> str:
    percent = re.search(r"0(?:\.(0+))?%", number_format)
    if percent:
        return f"{value * 100:.{len(percent[1] or '')}f}%"
    # 15 digits are what a cell holds: 0.1 + 0.2 is 0.3 there.
    return f"{value:.0f}" if value.is_integer() and abs(value) < 1e15 else f"{value:.15g}"
