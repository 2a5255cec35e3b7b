"""What people write, as safe HTML: a little Markdown (lists, emphasis, links), and nothing that could run or load."""

import nh3
from markdown_it import MarkdownIt
from markupsafe import Markup

_TAGS = {"p", "br", "strong", "em", "ul", "ol", "li", "code", "pre", "blockquote", "a", "s"}
_MARKDOWN = MarkdownIt("commonmark", {"breaks": True, "html": False}).disable(["image", "heading", "lheading"])


def to_html(text: str) -> Markup:
    """The text as HTML; links lead out without telling where from."""
    html = _MARKDOWN.render(text)
    return Markup(nh3.clean(html, tags=_TAGS, attributes={"a": {"href"}}, url_schemes={"http", "https", "mailto"}))
