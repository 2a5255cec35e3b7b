"""Who is notified of what, and how often a delivery is tried, as pure functions. No IO, no clock, no sentences."""
