"""The parts every service is built on: settings, database, journal, relay, inbox, identity, problems, telemetry, health.

It contains no business term: nothing here mentions a ticket, an asset, a process or a decision.
"""
