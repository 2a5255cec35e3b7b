"""What the tickets service says and can be asked."""
