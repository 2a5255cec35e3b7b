"""What a service's domain may import: actors, events, refusals, stored values, state machines. Standard library only."""
