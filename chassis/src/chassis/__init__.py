"""What every service stands on: settings, database, journal, relay, inbox, bus, identity, problems, telemetry, health.

It knows no business word: nothing here says ticket, asset, process or decision.
"""
