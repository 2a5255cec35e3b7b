"""Builds `static/vendor`: the third-party files of the pages (styles, icons, htmx, typeface), trimmed to what is used.

It runs as `python -m gateway.panel.build`. Only the lock file is committed, and nothing here is needed at run time.
"""
