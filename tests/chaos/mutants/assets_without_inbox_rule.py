"""Inbox rule off: whatever comes is applied, also what was applied before."""

from collections.abc import Sequence
from functools import partial

from assets.settings import Settings
from chassis.inbox.applying import Inbox, place_of
from chassis.inbox.watermarks import Place, Watermarks
from chassis.journal.line import JournalLine
from chassis.process.command_line import main

from mutants import composing


class WithoutRule(Inbox):
    """Takes every line for the next one."""

    def next_lines(self, lines: Sequence[JournalLine], marks: Watermarks, gaps: set[Place]) -> list[JournalLine]:  # noqa: ARG002
        for line in lines:
            marks.move(place_of(line), max(marks.marks[place_of(line)], line.seq))
        return list(lines)


if __name__ == "__main__":
    main("assets", Settings, partial(composing.assets, inbox_of=WithoutRule))
