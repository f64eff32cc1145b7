"""A remark and a language to the login page: one document that needs no script and fetches nothing."""

from base64 import b64encode
from functools import cache
from hashlib import sha256
from math import ceil
from urllib.parse import quote

from assistant.schema import Language
from assistant.window.assets import icon_text, sign_in_style_text
from assistant.window.labels import label
from assistant.window.markup import escape

_MINUTE_SECONDS = 60
_TAGS = {"zh": "zh-CN", "en": "en"}


def sign_in_page(language: Language, remark: str = "", *, name: str = "") -> str:
    """Write the page; ``name`` is what was typed before."""
    other = "zh" if language == "en" else "en"
    said = f'<p class="notice" role="alert">{escape(remark)}</p>' if remark else ""
    username, password = label("username", language), label("password", language)
    # Whoever typed a name already goes on with the password.
    on_name, on_password = ("", " autofocus") if name else (" autofocus", "")
    tag = _TAGS[other]
    switch = f'<a href="login?lang={other}" lang="{tag}" hreflang="{tag}">{label("other_language", language)}</a>'
    return f"""<!doctype html>
<html lang="{_TAGS[language]}"><head><meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{label("sign_in", language)} · {label("title", language)}</title>
<link rel="icon" href="data:image/svg+xml,{quote(icon_text())}">
<style>{_style()}</style></head>
<body><main><h1>{label("title", language)}</h1><p>{label("sign_in_intro", language)}</p>{said}
<form method="post" action="login?lang={language}">
<label for="username">{username}</label>
<input id="username" name="username" value="{escape(name)}" autocomplete="username" autocapitalize="none" \
spellcheck="false" maxlength="64" required{on_name}>
<label for="password">{password}</label>
<input id="password" name="password" type="password" autocomplete="current-password" required{on_password}>
<button type="submit">{label("sign_in", language)}</button></form>
<div class="foot"><p>{label("sign_in_help", language)}</p>{switch}</div>
</main></body></html>
"""


def wait_text(seconds: float, language: Language) -> str:
    """Say how long to wait, in seconds or in minutes.

    >>> wait_text(1.2, "en"), wait_text(61, "zh")
    ('Too many wrong tries. Please try again in 2 seconds.', '不对的次数太多，请 2 分钟后再试。')
    """
    if seconds <= _MINUTE_SECONDS:
        return label("sign_in_wait", language, seconds=ceil(seconds))
    return label("sign_in_wait_minutes", language, minutes=ceil(seconds / _MINUTE_SECONDS))


@cache
def sign_in_headers() -> dict[str, str]:
    """Return what goes with the page: only its own style is applied, nobody may frame or keep it."""
    style = b64encode(sha256(_style().encode()).digest()).decode()
    policy = (
        f"default-src 'none'; style-src 'sha256-{style}'; img-src data:; form-action 'self'; base-uri 'none'; "
        "frame-ancestors 'none'"
    )
    return {
        "Content-Security-Policy": policy,
        "X-Frame-Options": "DENY",
        "X-Content-Type-Options": "nosniff",
        "Referrer-Policy": "same-origin",
        "Cache-Control": "no-store",
    }


@cache
def _style() -> str:
    return sign_in_style_text()
