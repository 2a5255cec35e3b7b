"""Working time: when a calendar is open, how much working time lies between two moments, when some of it has passed.

Everything here is pure: no clock is read, nothing is stored, and nothing of the other packages is imported.
"""

from calendars.calendar import Calendar, office_hours
from calendars.frame import Frame, Frames
from calendars.public_holidays import countries

__all__ = ["Calendar", "Frame", "Frames", "countries", "office_hours"]
