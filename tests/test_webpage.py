"""Of a web page the article is read, with its headings and what its head states."""

from pathlib import Path

import pytest

from assistant.errors import UnreadableDocumentError
from assistant.ingestion.load import read_document
from assistant.ingestion.webpage import read_webpage
from tests.sample_files import PROGRESS, TARGETS, write

HEAD = """<meta charset="utf-8"><title>园区科协成立_光明网</title><meta name="publisher" content="光明網">
<meta property="article:published_time" content="2022-04-08T14:43:53+08:00"><meta name="kind" content="policy">
<meta name="reliability" content="low"><link rel="canonical" href="https://example.cn/a">"""
MENU = '<nav><a href="#a">首页</a></nav><div class="menu"><a href="#b">要闻</a><a href="#c">科技</a></div>'
FOOT = '<footer><p>版权所有</p></footer><script>alert("脚本")</script>'


def page(body: str, head: str = HEAD) -> str:
    """Return a page with a menu and a foot."""
    return f'<!doctype html><html lang="zh-CN"><head>{head}</head><body>{MENU}{body}{FOOT}</body></html>'


ARTICLE = f"""<h1>园区科协成立</h1><p class="by">来源：光明网 <time>2022-04-08 14:43:53</time></p>
<p>{TARGETS}</p><h2>一、进展</h2><ul><li>院士之家<b>1个</b></li><li>园区科协6家</li></ul>
<table><tr><th>指标</th><th>目标</th></tr><tr><td>院士之家</td><td>1个</td></tr></table>
<p>科<ruby>協<rt>xié</rt></ruby>成立<br>{PROGRESS}</p><h3>编者注</h3><p>短注。</p>"""
EXPECTED = [
    TARGETS,
    "## 一、进展",
    "院士之家1个",
    "园区科协6家",
    "指标 | 目标",
    "院士之家 | 1个",
    "科協成立",
    PROGRESS,
    "### 编者注",
    "短注。",
]


@pytest.mark.parametrize("frame", ["<main><article>{}</article></main>", '<div class="content">{}</div>', "{}"])
def test_the_article_is_read_whole_with_its_headings_whatever_frames_it(tmp_path: Path, frame: str) -> None:
    path = write(tmp_path / "a.html", page(frame.replace("{}", ARTICLE)))
    document = read_document(path, corpus=tmp_path)
    lines = [line for line in document.text.split("\n") if line not in ("科協成立", PROGRESS, "科協成立" + PROGRESS)]
    assert lines == [line for line in EXPECTED if line not in ("科協成立", PROGRESS)]
    assert PROGRESS in document.text


def test_the_head_gives_the_source(tmp_path: Path) -> None:
    source = read_document(write(tmp_path / "a.htm", page(f"<article>{ARTICLE}</article>")), corpus=tmp_path).source
    assert (source.title, source.publisher, source.published) == ("园区科协成立", "光明网", "2022-04-08")
    assert (source.url, source.kind, source.language) == ("https://example.cn/a", "policy", "zh")
    assert source.low_reliability


def test_a_page_without_meta_tags_is_dated_by_its_credit_line_and_never_by_a_year_in_its_text(tmp_path: Path) -> None:
    dated = read_document(write(tmp_path / "a.html", page(f"<article>{ARTICLE}</article>", head="")), corpus=tmp_path)
    undated = read_document(
        write(tmp_path / "b.html", page(f"<h1>园区科协</h1><p>{TARGETS}</p>", head="")), corpus=tmp_path
    )
    assert (dated.source.publisher, dated.source.published) == ("光明网", "2022-04-08")
    assert undated.source.published is None


def test_bold_lines_of_a_page_without_sections_are_headings(tmp_path: Path) -> None:
    body = f"<article><h1>园区科协</h1><p><strong>一、目标</strong></p><p>{TARGETS}</p></article>"
    assert read_document(write(tmp_path / "a.html", page(body)), corpus=tmp_path).text.startswith("## 一、目标\n")


def test_a_page_in_gb18030_is_read_by_its_own_charset() -> None:
    html = page(f"<article><p>{TARGETS}</p></article>", head='<meta charset="gb2312">')
    assert read_webpage(Path("a.html"), html.encode("gb18030")).pages == ((TARGETS,),)


def test_a_page_without_text_is_refused_quietly(capfd: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(UnreadableDocumentError, match="no article text"):
        read_webpage(Path("a.html"), b"<html><body><script>1</script></body></html>")
    assert capfd.readouterr() == ("", "")
