"""Renders what people write as safe HTML: some Markdown (lists, emphasis, links), nothing that runs or loads."""

import nh3
from markdown_it import MarkdownIt
from markupsafe import Markup

_TAGS = {"p", "br", "strong", "em", "ul", "ol", "li", "code", "pre", "blockquote", "a", "s"}
_MARKDOWN = MarkdownIt("commonmark", {"breaks": True, "html": False}).disable(["image", "heading", "lheading"])


def to_html(text: str) -> Markup:
    """Returns the text as HTML; its links send no referrer."""
    html = _MARKDOWN.render(text)
    return Markup(nh3.clean(html, tags=_TAGS, attributes={"a": {"href"}}, url_schemes={"http", "https", "mailto"}))
