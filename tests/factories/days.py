"""The day on which the tests stand."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

TODAY = date(2026, 11, 23)  # a Monday in term
NOW = datetime(2026, 11, 23, 12, 0, tzinfo=ZoneInfo("Europe/London"))
