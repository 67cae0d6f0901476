"""Templates are indented for whoever reads them; pages are sent without the indents."""

from django.template.base import Origin
from django.template.loaders import filesystem

from sextortion_aware.patterns import compiled

# A line of these alone draws nothing itself.
SILENT = compiled(
    r"(?:\{% (?:if|elif|else|endif|for|empty|endfor|with|endwith|block|endblock|load|extends"
    r"|comment|endcomment|include)\b[^%]*%\}|\{% url [^%]* as \w+ %\}|\{#[^#]*#\})*"
)


class Loader(filesystem.Loader):
    """Letters are left as they are: mail programs show some of them line by line."""

    def get_contents(self, origin: Origin) -> str:
        text = str(super().get_contents(origin))
        is_page = origin.name.endswith(".html") and "/emails/" not in origin.name
        return without_indents(text) if is_page else text


def without_indents(text: str) -> str:
    """Between two words that were apart there still is a line's end."""
    return "".join(map(_shortened, text.splitlines()))


def _shortened(line: str) -> str:
    line = line.strip()
    return line if SILENT.fullmatch(line) else f"{line}\n"
