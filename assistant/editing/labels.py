"""Every fixed text of the page for editors in Chinese and English."""

from assistant.window.labels import labels_of

_LABELS: dict[str, tuple[str, str]] = {
    "tab": ("添加文档", "Add documents"),
    "intro": (
        "把文件拖进来，先看读到了什么，确认后才算数。PDF、Word、Excel、网页、Markdown、文本或 CSV，"
        "一次最多 {files} 个，每个不超过 {megabytes} MB。",
        "Drop files here. You see what was read before it counts. PDF, Word, Excel, web page, Markdown, text or CSV; "
        "at most {files} at a time, {megabytes} MB each.",
    ),
    "editors_only": (
        "只有编辑可以添加或移除文档。请用编辑的账号登录。",
        "Only editors may add or remove documents. Sign in as an editor.",
    ),
    "drop": ("文件", "Files"),
    "address": ("网页地址", "Web address"),
    "address_hint": ("https://…", "https://…"),
    "fetch": ("抓取", "Fetch"),
    "reading": ("正在读取…", "Reading…"),
    "choose": ("看哪一份", "Which file"),
    "title": ("标题", "Title"),
    "publisher": ("来源单位", "Publisher"),
    "published": ("发布日期", "Date of publication"),
    "published_info": ("如 2024-01-10、2024-01 或 2024", "Such as 2024-01-10, 2024-01 or 2024"),
    "url": ("原文网址", "Address of the original"),
    "kind": ("类别", "Kind"),
    "policy": ("政策文件", "Policy paper"),
    "news": ("新闻报道", "News report"),
    "lang": ("语言", "Language"),
    "zh": ("中文", "Chinese"),
    "en": ("英文", "English"),
    "reliability": ("可靠性说明", "Remark on reliability"),
    "reliability_info": (
        "以 low 开头表示需要第二个来源佐证",
        "Begin with “low” when it must not be used without a second source",
    ),
    "drop_one": ("不要这一份", "Leave this one out"),
    "add": ("确认添加", "Add to the documents"),
    "discard": ("全部不要", "Discard all"),
    "read": ("读到的内容", "What was read"),
    "stored_as": ("将存为 {name}", "Will be stored as {name}"),
    "size": (
        "{pages} 页，{characters} 字，{passages} 个段落，去掉 {noise} 行杂项",
        "Pages: {pages}, characters: {characters}, passages: {passages}; lines left out as noise: {noise}",
    ),
    "no_publisher": ("没有找到来源单位", "no publisher found"),
    "no_date": ("没有找到日期", "no date found"),
    "first_passages": ("开头的段落", "First passages"),
    "figures": ("会进入目标与进展的数字：{count} 个", "Figures for the targets: {count}"),
    "no_figures": ("没有读到与十二个目标有关的数字。", "No figure for one of the twelve targets was read."),
    "target_row": ("目标", "target"),
    "progress_row": ("进展", "progress"),
    "related_row": ("其他口径：{label}", "other measure: {label}"),
    "noise": ("去掉的行", "Lines left out"),
    "recognised": (
        "这是扫描件，文字由机器识别（OCR），请核对数字。",
        "This was scanned; its text was recognised by machine (OCR). Check the figures.",
    ),
    "copy_of": (
        "与已有的《{title}》是同一篇文字：添加后并入该文，不重复计数。",
        "Same text as “{title}”: it will stand with it and not count twice.",
    ),
    "copied_by": (
        "与已有的《{title}》是同一篇文字：添加后那一份并入本文。",
        "Same text as “{title}”, which will stand with this one.",
    ),
    "newer_than": (
        "是《{title}》的较新版本：添加后旧版本不再用于回答。",
        "A newer version of “{title}”, which will no longer be used in answers.",
    ),
    "older_than": (
        "已有较新的版本《{title}》：添加后本文不会用于回答。",
        "There is a newer version, “{title}”: this one will not be used in answers.",
    ),
    "refetched": (
        "这个网页以前抓取过，添加后替换旧的内容。",
        "This page was fetched before; it will take the place of its older state.",
    ),
    "refused": ("没有收下", "Not taken"),
    "too_many": (
        "一次最多 {limit} 个文件，请先确认或清空。",
        "At most {limit} files at a time. Add or discard these first.",
    ),
    "empty": ("文件是空的（0 字节）。", "The file is empty (0 bytes)."),
    "too_large": (
        "文件有 {size} MB，最多 {limit} MB，请拆分。",
        "The file has {size} MB; {limit} MB is the most. Split it.",
    ),
    "unknown_type": (
        "不能读取 {suffix} 文件。可以读取：{known}",
        "Files of type {suffix} are not read. These are: {known}",
    ),
    "mistyped": (
        "文件名以 {suffix} 结尾，内容却是 {really} 文件，请改正文件名。",
        "The name ends in {suffix}, but it is a {really} file. Put the name right.",
    ),
    "foreign": (
        "文件名以 {suffix} 结尾，内容却是 {really}，不能读取。",
        "The name ends in {suffix}, but it holds {really}, which is not read.",
    ),
    "unreadable": ("{why}", "{why}"),
    "twice": ("与这次已拖入的《{title}》完全相同。", "Identical to “{title}”, which you have brought already."),
    "held": (
        "资料里已经有这个文件：《{title}》（{id}）。",
        "This file is among the documents already: “{title}” ({id}).",
    ),
    "same_id": (
        "文件声明的编号 {id} 与 {path} 相同。请改编号，或先移除那一份。",
        "The file declares the id {id} of {path}. Give it another id, or remove that one first.",
    ),
    "address_wrong": (
        "请输入 http:// 或 https:// 开头的网址。",
        "Enter an address that begins with http:// or https://.",
    ),
    "field_long": ("每一栏最多 {limit} 个字。", "A field has at most {limit} characters."),
    "title_missing": ("请填写标题。", "Fill in the title."),
    "date_wrong": (
        "“{date}”不是日期，请写成 2024-01-10、2024-01 或 2024。",
        "“{date}” is not a date. Write 2024-01-10, 2024-01 or 2024.",
    ),
    "url_wrong": (
        "“{url}”不是网址，请写完整的 http(s) 地址。",
        "“{url}” is no web address. Write the whole http(s) address.",
    ),
    "nothing": ("还没有可以添加的文件。", "There is nothing to add yet."),
    "busy": (
        "另一位编辑或程序正在更新资料，请等它结束后再试；您的文件还在。",
        "Another editor or program is updating the documents. Try again when it is done; your files are still here.",
    ),
    "not_added": (
        "没有添加成功，资料和原来一样；您的文件还在。原因：{why}",
        "Nothing was added; the documents are as before, and your files are still here. Why: {why}",
    ),
    "not_changed": (
        "没有成功，资料和原来一样。原因：{why}",
        "That did not work; the documents are as before. Why: {why}",
    ),
    "failed": (
        "出了意外，资料和原来一样。请稍后再试。",
        "Something went wrong; the documents are as before. Try again later.",
    ),
    "added": (
        "已添加{titles}。现在共有 {count} 份资料，可以马上提问。",
        "Added {titles}. There are {count} documents now; you can ask about them at once.",
    ),
    "removed": (
        "已移除{titles}。文件没有删除，可以撤销。",
        "Removed {titles}. The file was not deleted; you can undo this.",
    ),
    "undone": ("已撤销：{titles}。", "Undone: {titles}."),
    "nothing_to_undo": ("没有可以撤销的操作。", "There is nothing to undo."),
    "Starting": ("正在准备", "Getting ready"),
    "Reading": ("正在读取文件", "Reading files"),
    "Building": ("正在重新建立索引", "Building anew"),
    "Embedding": ("正在计算向量", "Embedding"),
    "Keywords": ("正在写关键词索引", "Writing the keyword index"),
    "Vectors": ("正在写向量索引", "Writing the vector index"),
    "Checking": ("正在检查新索引", "Checking the new index"),
    "manage": ("移除与撤销", "Remove and undo"),
    "remove_which": ("移除哪一份资料", "Document to remove"),
    "remove_find": ("查找要移除的资料", "Find the document to remove"),
    "remove_hint": ("标题、发布者或编号里的词", "Words of the title, the publisher or the id"),
    "remove": ("移除", "Remove"),
    "undo": ("撤销上一次", "Undo the last change"),
    "journal": ("最近的改动", "Latest changes"),
    "no_journal": ("还没有改动。", "No changes yet."),
    "did_added": ("添加", "added"),
    "did_removed": ("移除", "removed"),
    "did_undone": ("撤销", "undid"),
    "next_undo": ("撤销时先撤这一项", "undo takes this one back"),
    "local": ("本机用户", "local user"),
}

label = labels_of(_LABELS)
