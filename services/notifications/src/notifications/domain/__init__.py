"""Who is told what, and how often it is tried, as pure functions. No IO, no clock, no sentences."""
