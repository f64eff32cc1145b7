import pytest

from assistant.schema import Language
from assistant.window.assets import sign_in_style_text, style_text
from assistant.window.sign_in_page import sign_in_page, wait_text
from assistant.window.welcome import header_html
from tests.window_page import tags, visible

HOSTILE = '"><img src=x onerror=alert(1)>${alert(1)}'


def test_the_login_page_has_the_colours_of_the_window_in_light_and_dark() -> None:
    light, dark = sign_in_style_text().split("@media (prefers-color-scheme: dark)")
    for colours, head in ((light, ":root {"), (dark, ".dark {")):
        named = style_text().split(head, 1)[1].split("}", 1)[0].strip()
        assert "--paper" in named and named in colours
    assert sign_in_style_text().count("{") == sign_in_style_text().count("}")


@pytest.mark.parametrize(
    ("language", "tag", "words"), [("zh", "zh-CN", ("登录", "用户名", "密码")), ("en", "en", ("Sign in", "User name"))]
)
def test_the_login_page_speaks_both_languages_and_names_its_fields(
    language: Language, tag: str, words: tuple[str, ...]
) -> None:
    page = sign_in_page(language)
    assert f'<html lang="{tag}">' in page
    assert all(word in visible(page) for word in words)
    found = tags(page)
    fields = {given["id"]: given for name, given in found if name == "input"}
    assert {given["for"] for name, given in found if name == "label"} == set(fields) == {"username", "password"}
    assert (fields["username"]["autocomplete"], fields["password"]["autocomplete"]) == ("username", "current-password")


def test_a_remark_is_announced_and_the_name_kept_as_text() -> None:
    page = sign_in_page("en", HOSTILE, name=HOSTILE)
    assert 'role="alert"' in page and HOSTILE in visible(page)
    assert [given["value"] for name, given in tags(page) if given.get("id") == "username"] == [HOSTILE]
    assert "img" not in {name for name, _ in tags(page)}
    assert 'role="alert"' not in sign_in_page("en")


@pytest.mark.parametrize(("seconds", "told"), [(0.2, "1 seconds"), (60, "60 seconds"), (899.5, "15 minutes")])
def test_the_waiting_time_is_rounded_up(seconds: float, told: str) -> None:
    assert told in wait_text(seconds, "en")


def test_the_head_names_who_is_signed_in_and_offers_the_way_out_by_post_alone() -> None:
    head = header_html("zh", HOSTILE)
    (form,) = [given for name, given in tags(head) if name == "form"]
    assert (form["method"], form["action"]) == ("post", "logout")
    assert "img" not in {name for name, _ in tags(head)} and "${" not in head
    assert "退出登录" in visible(head) and "Sign out" in visible(header_html("en", "王芳"))
    assert "form" not in {name for name, _ in tags(header_html("zh"))}
