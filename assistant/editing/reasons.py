"""Why a file cannot be read, as its reader says it in English, in; the same in the language of the page out."""

import re

from assistant.schema import Language

_CHINESE: tuple[tuple[str, str], ...] = (
    (r"the file is damaged; open it in Word and save it anew\.", "文件已损坏，请用 Word 打开后另存。"),
    (r"the file is damaged; open it in Excel and save it anew\.", "文件已损坏，请用 Excel 打开后另存。"),
    (r"the file is no table \((.*)\); save it anew as CSV\.", "文件不是表格（{0}），请另存为 CSV。"),
    (r"the file has more than (\d+) rows; split it\.", "文件超过 {0} 行，请拆分。"),
    (r"the file has more than (\d+) columns or (\d+) cells; split it\.", "文件超过 {0} 列或 {1} 格，请拆分。"),
    (r"the file holds more than (\d+) characters of text; split it\.", "文件的文字超过 {0} 个字，请拆分。"),
    (
        r"this is no file but a device, a pipe or a socket; take it out of the corpus\.",
        "这不是文件，而是设备、管道或套接字，请从语料文件夹里移走。",
    ),
    (r"the file holds no text; fill or remove it\.", "文件里没有文字。"),
    (r"there is no text in it", "文件里没有文字。"),
    (
        r"so much of its text was lost in conversion that it cannot be relied on; fetch or save it again\.",
        "文字在转换中丢失太多，不能采信，请重新获取或另存。",
    ),
    (r"published: (.*) is not a date; write it as (.*)\.", "文件声明的发布日期 {0} 不是日期，请写成 {1}。"),
    (r"kind: (.*) is unknown; write policy or news\.", "文件声明的类别 {0} 无法识别，请写 policy 或 news。"),
    (r"its corrections in (.*) cannot be read; put them right\.", "订正文件 {0} 读不出来，请改正。"),
    (
        r"the sheet (.*) has more than (\d+) rows or (\d+) cells; split it\.",
        "工作表 {0} 超过 {1} 行或 {2} 格，请拆分。",
    ),
    (
        r"the sheet (.*) holds (\d+) formulas without their results; open it in Excel or LibreOffice and save it .*\.",
        "工作表 {0} 有 {1} 个公式没有结果，请用 Excel 或 LibreOffice 打开后另存。",
    ),
    (r"the front matter is not valid YAML(.*); put it right\.", "文件头不是合格的 YAML{0}，请改正。"),
    (r"the front matter must be lines of (.*)\.", "文件头应当是逐行的 {0}。"),
    (r"this is not a web page\.", "这不是网页。"),
    (r"the PDF is damaged or locked; save a copy yourself and add that\.", "PDF 已损坏或被锁定，请自行另存后再添加。"),
    (r"the file is protected by a password; save a copy without it\.", "文件有密码保护，请另存一份没有密码的。"),
    (r"the file is in the format of Office 2003; save it as (.*)\.", "文件是 Office 2003 格式，请另存为 {0}。"),
    (r"the file is damaged or no (\S+) file; open it and save it anew\.", "文件已损坏或不是 {0} 文件，请打开后另存。"),
    (r"the file unpacks to more than (\d+) MB of text; split it\.", "文件展开后超过 {0} MB 文字，请拆分。"),
    (r"this is not a web page; save it again as HTML or as text\.", "这不是网页，请重新存为 HTML 或纯文本。"),
    (
        r"no article text was found in the page; save its text as \.txt or \.md\.",
        "网页里没有找到正文，请把正文存为 .txt 或 .md。",
    ),
    (
        r"the text is not in UTF-8, UTF-16, GB18030 or Big5; save it as UTF-8 and try again\.",
        "文字编码不是 UTF-8、UTF-16、GB18030 或 Big5，请另存为 UTF-8。",
    ),
    (r"the PDF is protected by a password; save a copy without it\.", "PDF 有密码保护，请另存一份没有密码的。"),
    (
        r"the PDF is damaged; open it in a viewer and save it anew, or fetch it again\.",
        "PDF 已损坏，请用阅读器打开后另存，或重新获取。",
    ),
    (
        r"the PDF makes its reader fail; open it in a viewer and save it anew, or save its text as \.txt\.",
        "PDF 无法读取，请用阅读器打开后另存，或把文字存为 .txt。",
    ),
    (
        r"reading the PDF takes too long; split it, or save its text as \.txt\.",
        "读取 PDF 用时太长，请拆分，或把文字存为 .txt。",
    ),
    (
        r"reading the PDF takes too much memory; split it, or save its text as \.txt\.",
        "读取 PDF 占用内存太多，请拆分，或把文字存为 .txt。",
    ),
    (r"the PDF holds no text; save its text as \.txt\.", "PDF 里没有文字，请把文字存为 .txt。"),
    (
        r"the PDF holds only pictures, in which text recognition \(OCR\) found no text; save its text as \.txt\.",
        "PDF 只有图片，文字识别（OCR）没有认出文字，请把文字存为 .txt。",
    ),
    (
        r"the PDF holds only pictures of pages; run (.*) for text recognition \(OCR\), or save its text as \.txt\.",
        "PDF 只有页面图片，请管理员运行 {0} 启用文字识别（OCR），或把文字存为 .txt。",
    ),
    (
        r"files of type (\S+) are not read; open it and save it as (\S+), or start its name with _\.",
        "不能读取 {0} 文件，请打开后另存为 {1}。",
    ),
    (
        r"files of type (\S+) are not read; save it as one of (.*), or start its name with _\.",
        "不能读取 {0} 文件，请另存为 {1} 之一。",
    ),
    (r"the file cannot be opened \((.*)\); check that it exists and may be read\.", "文件打不开（{0}）。"),
    (r"the file is empty; fill or remove it\.", "文件是空的。"),
    (r"the file is larger than (\d+) MB; split it\.", "文件大于 {0} MB，请拆分。"),
    (r"the file makes its reader fail; save it anew in another format\.", "文件无法读取，请另存为别的格式。"),
    (r"(\S+) is not fetched: .*", "{0} 不能抓取：只抓取公共互联网上的网页。"),
    (r"(\S+): the server answered with status (\d+)\.", "{0}：网站返回状态 {1}。"),
    (r"(\S+): it is larger than (\d+) MB\.", "{0}：大于 {1} MB。"),
    (r"(\S+): it holds (.*); only HTML, PDF or text is read\.", "{0}：内容类型是 {1}，只读取 HTML、PDF 和文本。"),
    (r"The name (\S+) cannot be resolved \(.*\)\.", "找不到网站 {0}，请检查网址和网络。"),
    (r"(\S+) does not answer \(.*\)\.", "网站 {0} 没有应答，请稍后再试。"),
)


def reason_text(why: str, language: Language) -> str:
    """Return a reason in the language of the page; one without a Chinese rendering is given as it is.

    >>> reason_text("the file has more than 5 rows; split it.", "zh")
    '文件超过 5 行，请拆分。'
    """
    if language == "zh":
        for pattern, chinese in _CHINESE:
            found = re.fullmatch(pattern, why.strip(), re.DOTALL)
            if found:
                return chinese.format(*found.groups())
    return why
