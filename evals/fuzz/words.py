"""Words that mean something to each kind of reader, from which damaged inputs are made."""


def _words(text: str) -> tuple[bytes, ...]:
    return tuple(word.encode() for word in text.split(" "))


LANGUAGE = _words(
    "截至 到2023年 目标 完成 余家 约 个 名 万 亿 千 百 零 两 半 三分之一 百分之 成 倍 第 % ％ ‰ . , ， 。 1 10 2022 年 "
    "4月 8日 去年 同期 至 — - （ ） [1] [F1] 【2】 <think> </think> ``` ** | more than twenty-one hundred million "
    'dozen half percent RMB 4/8 April {"claims":[ ]} \n'
)
XML = _words(
    '<a> </a> <!-- --> <![CDATA[ ]]> &amp; &#0; &#xD800; &lt; " = <w:p> </w:p> <w:tbl> <w:t> w:val="-1" r="XFD1048576" '
    'r="A0" t="s" s="99999" <v> </v> <f> <c> <row> <mergeCell> ref="A1:XFD1048576" 1e999 -1'
)
HTML = _words(
    "<p> </p> <div> <table> <tr> <td colspan=9> </table> <h1> <article> </article> <script> </script> <ruby> <rt> "
    '<meta charset=gbk> <meta name=pubdate content="2022-02-30"> <title> <![CDATA[ <!-- --> &#1114112; &nbsp; <svg> '
    "<template> <math> <base> <?xml encoding=x?>"
)
DELIMITED = (b",", b"\t", b";", b'"', b"\r", b"\n", b"sep=;\n", b"'", "，".encode(), b"=1+1", b'""')
MARKS = _words("--- # ## * 1. > | |---| ``` ~~~ [a](b) ![a](b) <p> </p> \\ _ ** : - ? ! & *a &a {} [] date: \n")
JSON = _words('{ } [ ] : , " null true 1e999 -1 NaN "question" "history" "role" "user" "content" "name" \\ud800 \n')
PDF = _words(
    "obj endobj stream endstream << >> /Type /Page /Pages /Kids /Parent /Count /Length /Filter /FlateDecode /Font "
    "/Contents /Resources /MediaBox /XObject /Form xref trailer startxref %%EOF 0 1 -1 R 999999999 [ ] ( ) < > BT ET "
    "Tj TJ Tf Tm cm Do q Q"
)
