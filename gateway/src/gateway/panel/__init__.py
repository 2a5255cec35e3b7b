"""The panel: server-rendered pages over the unified view, in Polish and English.

`screens/` turns states into the variables of templates (pure), `routes/` reads the view and sends commands,
`templates/` and `static/` are what the browser gets, `texts/` holds all texts, `build/` fetches third-party files.
The panel decides nothing: what a command does is decided by its owner. docs/panel.md describes the visual language.
"""
