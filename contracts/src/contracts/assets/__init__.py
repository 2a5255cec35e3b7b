"""What the assets service says and can be asked."""
