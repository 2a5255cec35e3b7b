"""The command line `opslayer`: one module for each group of commands, listed in `app.py`."""
