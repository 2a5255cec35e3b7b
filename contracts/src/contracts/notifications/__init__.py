"""What the notifications service says and can be asked."""
