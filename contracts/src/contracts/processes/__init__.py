"""What the processes service says. What it asks of others stands in their `requests.py`."""
