"""HTML of the window to the tags in it, for tests that nothing foreign became markup."""

from html.parser import HTMLParser

_BLOCKS = {"article", "aside", "blockquote", "details", "div", "header", "section", "summary", "dl", "dt", "dd"}
_TABLES = {"table", "tbody", "td", "th", "thead", "tr", "li", "ul"}
OWN_TAGS = (
    _BLOCKS
    | _TABLES
    | {"a", "nav", "time", "br", "button", "h1", "h2", "h3", "mark", "ol", "p", "span", "strong", "sup", "wbr"}
)
"""What the window writes itself; a script, an image, a form or a style among a fragment's tags is an escape bug."""


class _Tags(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str]]] = []
        self.text = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, {name: value or "" for name, value in attrs}))

    def handle_data(self, data: str) -> None:
        self.text += data


def tags(html: str) -> list[tuple[str, dict[str, str]]]:
    """Return every start tag with its attributes, in order."""
    parser = _Tags()
    parser.feed(html)
    parser.close()
    return parser.found


def visible(html: str) -> str:
    """Return the text of a fragment, as a reader sees it."""
    parser = _Tags()
    parser.feed(html)
    parser.close()
    return parser.text


def assert_inert(html: str) -> None:
    """Fail when a fragment holds a foreign tag, a handler, a template or a link that is no plain web address."""
    for tag, attributes in tags(html):
        assert tag in OWN_TAGS, tag
        assert not [name for name in attributes if name.startswith("on")], attributes
        address = attributes.get("href", "#")
        own = ("#", "targets.csv?", "targets.xlsx?", "conversations/", "documents/", "terms/")
        assert address.startswith((*own, "http://", "https://")), address
        if not address.startswith(own):
            assert attributes["rel"] == "noopener noreferrer"
            assert attributes["target"] == "_blank"
    assert "${" not in html
