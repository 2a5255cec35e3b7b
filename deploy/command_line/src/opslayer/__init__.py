"""The command line `opslayer`: one file a group of commands, listed in `app.py`. What they do lives elsewhere."""
