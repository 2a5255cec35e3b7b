"""The panel: server-rendered pages over the unified view, in Polish and English.

`screens/` turns states into what a template shows (pure), `routes/` reads the view and passes commands to owners,
`templates/` and `static/` are what the browser sees, `texts/` all words, `build/` fetches and trims third-party files.
It decides nothing: what a click does is the owner's business. The visual language stands in docs/panel.md.
"""
