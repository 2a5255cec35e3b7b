"""What the domain of a service may import: actors, events, refusals, stored values, state machines. Standard library only."""
