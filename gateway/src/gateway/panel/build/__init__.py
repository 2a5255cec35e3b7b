"""Makes `static/vendor`: what the pages load from others (style sheet kit, icons, htmx, typeface), trimmed to what is used.

Run as `python -m gateway.panel.build`. Nothing of it is committed but the lock file, and nothing is imported at run time.
"""
