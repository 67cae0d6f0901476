from django import template
from django.utils.safestring import SafeString, mark_safe

from advice import inline

register = template.Library()


# Safe: both are files of ours, and a test sees that neither ends its element.


@register.simple_tag
def inline_style() -> SafeString:
    return mark_safe(f"<style>{inline.style()}</style>")  # noqa: S308


@register.simple_tag
def inline_script() -> SafeString:
    return mark_safe(f"<script>{inline.script()}</script>")  # noqa: S308
