"""An editor's journey without a browser: bring, mend, add, ask, take back; and everything that may go wrong."""

import threading
from pathlib import Path

import pytest

from assistant.config import Config
from assistant.corpus import Addition, keep
from assistant.editing.desk import EditingDesk
from assistant.editing.drafts import Batch
from assistant.editing.journal import edits_folder, read_journal
from assistant.editing.rebuild import Outcome, RebuildError, Watch, rebuild
from assistant.editing.uploads import Limits
from assistant.errors import AssistantError
from assistant.index.folders import current_build, writing
from assistant.network.address import NoNetworkError
from assistant.network.download import Download
from assistant.pipeline import Assistant
from assistant.wiring import differing_files, open_assistant
from tests.editing_desk import QUESTION, TITLE, build_here, last, open_desk, report_pdf, upload
from tests.window_page import assert_inert, visible

NOTE = "---\ntitle: 新的通知\n---\n\n截至2024年底，园区科协已成立12家，比上一年多四家。\n".encode()


@pytest.fixture
def assistant(small: Config) -> Assistant:
    return open_assistant(small)


@pytest.fixture
def desk(small: Config, assistant: Assistant) -> EditingDesk:
    return open_desk(small, assistant)


def files(corpus: Path) -> list[str]:
    """Return what an index would look at, corrections included."""
    hidden = ("_edits", "_removed")
    every = (path.relative_to(corpus) for path in corpus.rglob("*") if path.is_file())
    return sorted(path.as_posix() for path in every if path.parts[0] not in hidden)


def test_a_report_counts_only_once_it_is_added(desk: EditingDesk, assistant: Assistant, tmp_path: Path) -> None:
    assert assistant.ask(QUESTION).declined
    path = upload(tmp_path / "up", "报告.pdf", report_pdf())
    batch = desk.bring(Batch(), [path])
    assert not Path(path).parent.exists()
    (draft,) = batch.drafts
    look = desk.look(draft, "zh")
    assert [
        said for said in (TITLE, "榆林市科协", "2024年12月20日", "1,820名", "驼城创新驿站") if said not in visible(look)
    ] == []
    assert assistant.ask(QUESTION).declined

    states = list(desk.add(batch, None, "zh"))
    assert f"已添加《{TITLE}》。" in last(states)
    answer = assistant.ask(QUESTION)
    assert "37" in answer.text and answer.claims[0].citations[0].source.title == TITLE

    assert "已撤销" in list(desk.undo(None, "zh"))[-1]
    assert assistant.ask(QUESTION).declined
    assert "没有可以撤销" in list(desk.undo(None, "zh"))[-1]


def test_mended_fields_are_what_is_cited(
    desk: EditingDesk, assistant: Assistant, tmp_path: Path, small: Config
) -> None:
    batch = desk.bring(Batch(), [upload(tmp_path / "up", "r.pdf", report_pdf())])
    fields = {
        **batch.drafts[0].fields(),
        "title": "订正的标题",
        "published": "2024年12月",
        "kind": "policy",
        "publisher": "",
    }
    mended, wrong = desk.mend(batch, "r.pdf", fields, "zh")
    assert wrong == "" and batch.drafts[0].fields()["title"] == TITLE
    shown = mended.drafts[0].document.source
    list(desk.add(mended, "li", "zh"))
    source = assistant.ask(QUESTION).claims[0].citations[0].source
    assert (source.title, source.published, source.kind, source.publisher) == ("订正的标题", "2024-12", "policy", None)
    # What was shown is what was indexed.
    same = ("title", "publisher", "published", "url", "kind", "language", "reliability", "low_reliability")
    assert [name for name in same if getattr(shown, name) != getattr(source, name)] == []
    assert files(small.corpus) == ["added/_r.pdf.yaml", "added/r.pdf", "gmw-12621-2022.md"]


@pytest.mark.parametrize(
    ("field", "value", "said"),
    [
        ("title", "  ", "请填写标题"),
        ("published", "去年", "不是日期"),
        ("published", "2024-13-01", "不是日期"),
        ("url", "javascript:alert(1)", "不是网址"),
        ("publisher", "长" * 301, "最多 300"),
    ],
)
def test_a_wrong_field_is_named_and_nothing_is_lost(
    desk: EditingDesk, tmp_path: Path, field: str, value: str, said: str
) -> None:
    batch = desk.bring(Batch(), [upload(tmp_path / "up", "r.md", NOTE)])
    after, wrong = desk.mend(batch, "r.md", {**batch.drafts[0].fields(), field: value}, "zh")
    assert said in wrong and after == batch


def test_what_is_removed_can_be_brought_back(desk: EditingDesk, assistant: Assistant, small: Config) -> None:
    question = "园区科协成立了几家？"
    before = assistant.ask(question).text
    (document,) = [one for _, one in desk.documents()]
    list(desk.add(desk.bring(Batch(), [upload(small.corpus.parent / "up", "n.md", NOTE)]), None, "en"))
    assert "Removed" in list(desk.remove(document, "wang", "en"))[-1]
    assert [one for _, one in desk.documents()] == ["n"]
    assert "wang · removed" in visible(desk.journal("en"))
    assert "Undone" in list(desk.undo("wang", "en"))[-1]
    assert document in [one for _, one in desk.documents()]
    list(desk.undo("wang", "en"))
    assert assistant.ask(question).text == before
    assert differing_files(small) == []


def test_documents_to_remove_are_found_by_words_and_no_menu_is_endless(
    desk: EditingDesk, monkeypatch: pytest.MonkeyPatch, small: Config
) -> None:
    ((title, shipped),) = desk.documents()
    list(desk.add(desk.bring(Batch(), [upload(small.corpus.parent / "up", "n.md", NOTE)]), None, "en"))
    assert [one for _, one in desk.documents(f"{title[:4]} {shipped}")] == [shipped]
    assert [one for _, one in desk.documents("N")] == [one for one in ("n", shipped) if "n" in one]
    assert desk.documents("没有这样的资料") == []
    monkeypatch.setattr("assistant.editing.desk.MOST_LISTED", 1)
    assert len(desk.documents()) == 1


def test_the_last_document_stays(desk: EditingDesk, small: Config) -> None:
    ((_, document),) = desk.documents()
    assert "资料和原来一样" in list(desk.remove(document, None, "zh"))[-1]
    assert files(small.corpus) == ["gmw-12621-2022.md"] and differing_files(small) == []


def failing(corpus: Path, index: Path, watch: Watch) -> Outcome:
    raise RebuildError("The disk is full.")


def test_a_build_that_fails_leaves_everything_as_it_was(small: Config, assistant: Assistant, tmp_path: Path) -> None:
    desk = open_desk(small, assistant, build=failing)
    build = current_build(small.index)
    batch = desk.bring(Batch(), [upload(tmp_path / "up", "r.md", NOTE)])
    states = list(desk.add(batch, None, "zh"))
    assert "您的文件还在" in last(states) and not any(isinstance(state, Batch) for state in states)
    assert files(small.corpus) == ["gmw-12621-2022.md"]
    assert current_build(small.index) == build and differing_files(small) == []
    # The same files can be added once the disk has room again.
    assert "已添加" in last(list(open_desk(small, assistant).add(batch, None, "zh")))


def test_an_undoing_that_fails_leaves_the_change_to_be_undone(
    desk: EditingDesk, small: Config, assistant: Assistant, tmp_path: Path
) -> None:
    list(desk.add(desk.bring(Batch(), [upload(tmp_path / "up", "n.md", NOTE)]), None, "zh"))
    assert "资料和原来一样" in list(open_desk(small, assistant, build=failing).undo(None, "zh"))[-1]
    assert files(small.corpus) == ["added/n.md", "gmw-12621-2022.md"] and differing_files(small) == []
    assert "已撤销" in list(desk.undo(None, "zh"))[-1]
    assert files(small.corpus) == ["gmw-12621-2022.md"]


def test_a_bug_is_no_traceback_and_changes_nothing(small: Config, assistant: Assistant, tmp_path: Path) -> None:
    def broken(corpus: Path, index: Path, watch: Watch) -> Outcome:
        raise ZeroDivisionError("secret")

    desk = open_desk(small, assistant, build=broken)
    states = list(desk.add(desk.bring(Batch(), [upload(tmp_path / "up", "n.md", NOTE)]), None, "en"))
    assert "Something went wrong" in last(states) and "secret" not in last(states)
    assert files(small.corpus) == ["gmw-12621-2022.md"]


def test_a_disk_that_fills_up_while_files_are_copied_keeps_none(
    desk: EditingDesk, small: Config, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from assistant.editing import changes

    def full(addition: Addition) -> str:
        if addition.target.name == "b.md":
            raise OSError(28, "No space left on device")
        return keep(addition)

    other = NOTE.replace("新的通知".encode(), "另一份通知".encode()).replace(b"12", b"13")
    batch = desk.bring(Batch(), [upload(tmp_path / "up", "a.md", NOTE), upload(tmp_path / "up", "b.md", other)])
    monkeypatch.setattr(changes, "keep", full)
    assert "出了意外" in last(list(desk.add(batch, None, "zh")))
    assert files(small.corpus) == ["gmw-12621-2022.md"] and not read_journal(small.corpus)


def test_a_second_editor_is_told(small: Config, assistant: Assistant, tmp_path: Path) -> None:
    begun, go_on = threading.Event(), threading.Event()

    def slow(corpus: Path, index: Path, watch: Watch) -> Outcome:
        begun.set()
        assert go_on.wait(60)
        return build_here(corpus, index, watch)

    first, second = open_desk(small, assistant, build=slow), open_desk(small, assistant)
    mine = first.bring(Batch(), [upload(tmp_path / "up", "a.md", NOTE)])
    other = NOTE.replace("新的通知".encode(), "另一份通知".encode()).replace(b"12", b"13")
    theirs = second.bring(Batch(), [upload(tmp_path / "up", "b.md", other)])
    running = first.add(mine, "li", "zh")
    next(running)
    assert begun.wait(60)
    assert "另一位编辑" in last(list(second.add(theirs, "wang", "zh")))
    go_on.set()
    assert "已添加" in last(list(running))
    assert "已添加" in last(list(second.add(theirs, "wang", "zh")))


def test_a_change_goes_on_when_the_page_is_closed(small: Config, assistant: Assistant, tmp_path: Path) -> None:
    done = threading.Event()

    def told(corpus: Path, index: Path, watch: Watch) -> Outcome:
        outcome = build_here(corpus, index, watch)
        done.set()
        return outcome

    desk = open_desk(small, assistant, build=told)
    running = desk.add(desk.bring(Batch(), [upload(tmp_path / "up", "n.md", NOTE)]), None, "zh")
    next(running)
    running.close()  # type: ignore[attr-defined]
    assert done.wait(60)
    with_patience = threading.Event()
    while not with_patience.wait(0.02):
        try:
            with writing(edits_folder(small.corpus)):
                break
        except AssistantError:
            continue
    assert "n" in [one for _, one in desk.documents()]


def test_another_process_builds_and_says_how_far_it_is(desk: EditingDesk, small: Config, tmp_path: Path) -> None:
    (small.corpus / "added").mkdir()
    (small.corpus / "added" / "n.md").write_bytes(NOTE)
    steps: list[tuple[str, int, int]] = []
    outcome = rebuild(small.corpus, small.index, lambda *state: steps.append(state))
    assert outcome == Outcome(2, {})
    assert {"Reading", "Embedding", "Checking"} <= {step for step, *_ in steps}
    with writing(small.index), pytest.raises(RebuildError) as refused:
        rebuild(small.corpus, small.index, lambda *state: None)
    assert refused.value.busy


def test_a_build_elsewhere_is_waited_for_not_broken(small: Config, assistant: Assistant, tmp_path: Path) -> None:
    desk = open_desk(small, assistant, build=rebuild)
    batch = desk.bring(Batch(), [upload(tmp_path / "up", "n.md", NOTE)])
    with writing(small.index):
        assert "另一位编辑或程序" in last(list(desk.add(batch, None, "zh")))
    assert files(small.corpus) == ["gmw-12621-2022.md"]


@pytest.mark.parametrize(
    ("name", "content", "zh", "en"),
    [
        ("leer.txt", b"", "0 字节", "0 bytes"),
        ("paper.pdf", b"\x89PNG\r\n\x1a\n\0\0\0\0", "内容却是 PNG", "holds PNG"),
        ("paper.pdf", b"PK\x03\x04 cut", "PDF 已损坏", "The PDF is damaged"),
        ("paper.docx", b"%PDF-1.7\n...", "内容却是 .pdf 文件", "is a .pdf file"),
        ("notes.txt", b"%PDF-1.7\n...", "内容却是 .pdf 文件", "is a .pdf file"),
        ("disk.iso", b"x" * 9, "不能读取 .iso 文件", "type .iso are not read"),
        ("noending", b"x" * 9, "不能读取 ? 文件", "type ? are not read"),
        ("old.docx", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "Office 2003", "Office 2003"),
        ("big.txt", b"x" * (1 << 20) + b"x", "最多 1 MB", "1 MB is the most"),
        ("broken.pdf", b"%PDF-1.7 broken", "PDF 已损坏", "The PDF is damaged"),
    ],
)
def test_a_file_that_is_not_taken_has_its_reason_in_both_languages(
    small: Config, assistant: Assistant, tmp_path: Path, name: str, content: bytes, zh: str, en: str
) -> None:
    from assistant.editing.page import refused_html

    desk = open_desk(small, assistant, limits=Limits(files=2, megabytes=1))
    uploads = [upload(tmp_path / "up", name, content), upload(tmp_path / "up", "good.md", NOTE)]
    batch = desk.bring(Batch(), uploads)
    assert [draft.name for draft in batch.drafts] == ["good.md"]
    assert zh in visible(refused_html(batch, "zh")) and en in visible(refused_html(batch, "en"))
    assert not any(Path(path).exists() for path in uploads)


def test_a_locked_pdf_is_named(desk: EditingDesk, tmp_path: Path) -> None:
    from io import BytesIO

    from pypdf import PdfReader, PdfWriter

    from assistant.editing.page import refused_html

    writer = PdfWriter(clone_from=PdfReader(BytesIO(report_pdf())))
    writer.encrypt("secret", algorithm="AES-256")
    locked = BytesIO()
    writer.write(locked)
    batch = desk.bring(Batch(), [upload(tmp_path / "up", "locked.pdf", locked.getvalue())])
    assert "密码" in visible(refused_html(batch, "zh")) and not batch.drafts


def test_too_many_files_are_refused_by_number(small: Config, assistant: Assistant, tmp_path: Path) -> None:
    desk = open_desk(small, assistant, limits=Limits(files=1, megabytes=1))
    batch = desk.bring(Batch(), [upload(tmp_path / "up", f"{n}.md", NOTE + b"%d" % n) for n in range(3)])
    assert len(batch.drafts) == 1 and {refusal.key for _, refusal in batch.refused} == {"too_many"}


def test_what_is_there_already_is_recognised(desk: EditingDesk, small: Config, tmp_path: Path) -> None:
    held = (small.corpus / "gmw-12621-2022.md").read_bytes()
    up = tmp_path / "up"
    batch = desk.bring(Batch(), [upload(up, "again.md", held), upload(up, "a.md", NOTE), upload(up, "b.md", NOTE)])
    assert [(name, refusal.key) for name, refusal in batch.refused] == [("again.md", "held"), ("b.md", "twice")]
    # The same text from elsewhere is no duplicate file: it stands with the first.
    text = held.decode().split("---\n", 2)[2]
    mirror = f"---\ntitle: 转载\npublisher: 某网\n---\n{text}".encode()
    (draft,) = desk.bring(Batch(), [upload(up, "mirror.md", mirror)]).drafts
    assert [how for how, _ in draft.kin] in (["copy_of"], ["copied_by"])
    assert "同一篇文字" in visible(desk.look(draft, "zh"))


def test_the_id_of_another_document_is_refused(desk: EditingDesk, tmp_path: Path) -> None:
    claimed = NOTE.replace(b"---\n", b"---\nid: gmw-12621-2022\n", 1)
    batch = desk.bring(Batch(), [upload(tmp_path / "up", "x.md", claimed)])
    assert [refusal.key for _, refusal in batch.refused] == ["same_id"]


def test_files_of_one_name_get_names_of_their_own(desk: EditingDesk, small: Config, tmp_path: Path) -> None:
    up = tmp_path / "up"
    list(desk.add(desk.bring(Batch(), [upload(up, "r.md", NOTE)]), None, "zh"))
    other = "2024年，榆林市新增了两个工作站，培训了三百名工程师。\n".encode()
    third = "2023年，汉中市举办了一次年会，来了很多客人，大家都很高兴。\n".encode()
    batch = desk.bring(Batch(), [upload(up, "r.md", other), upload(up, "r.md", third)])
    assert [draft.name for draft in batch.drafts] == ["r-2.md", "r-3.md"]
    list(desk.add(batch, None, "zh"))
    assert files(small.corpus) == ["added/r-2.md", "added/r-3.md", "added/r.md", "gmw-12621-2022.md"]


HOSTILE = '<img src=x onerror="alert(1)">${alert(1)}{{7*7}}<script>alert(1)</script>'


def test_what_a_file_says_never_becomes_markup(desk: EditingDesk, tmp_path: Path) -> None:
    from assistant.editing.page import refused_html

    front = f"---\ntitle: '{HOSTILE}'\npublisher: '{HOSTILE}'\nurl: javascript:alert(1)\n---\n\n"
    text = f"{front}{HOSTILE}。这里是正文，说的是园区科协。\n"
    up = tmp_path / "up"
    batch = desk.bring(Batch(), [upload(up, "a.md", text.encode()), upload(up, "<b onclick=x>.iso", b"x")])
    (draft,) = batch.drafts
    for language in ("zh", "en"):
        assert_inert(desk.look(draft, language))
        assert_inert(refused_html(batch, language))
    list(desk.add(batch, HOSTILE, "zh"))
    assert_inert(desk.journal("zh"))
    assert all("<" not in draft.name for draft in batch.drafts)


def test_a_page_is_fetched_only_where_that_is_allowed(small: Config, assistant: Assistant) -> None:
    text = "<h1>新通知</h1><p>截至2024年底，园区科协成立12家。</p>"
    page = f"<html><head><title>新通知</title></head><body><article>{text}</article></body></html>"

    def fetch(url: str) -> Download:
        if "down" in url:
            raise NoNetworkError("The name down.example cannot be resolved (x).")
        return Download(url, page.encode(), "text/html", ".html", "utf-8")

    closed = open_desk(small, assistant, fetch=fetch)
    assert closed.bring_page(Batch(), "https://news.example/a").refused[0][1].key == "address_wrong"
    desk = open_desk(small.model_copy(update={"allow_network": True}), assistant, fetch=fetch)
    assert desk.bring_page(Batch(), "not an address").refused[0][1].key == "address_wrong"
    assert "down.example" in str(desk.bring_page(Batch(), "https://down.example/a").refused[0][1].values["why"])
    batch = desk.bring_page(Batch(), "https://news.example/a")
    assert batch.drafts[0].document.source.url == "https://news.example/a"
    list(desk.add(batch, None, "zh"))
    page = page.replace("12家", "14家")
    again = desk.bring_page(Batch(), "https://news.example/a")
    assert again.drafts[0].addition.replaces and "替换" in visible(desk.look(again.drafts[0], "zh"))
    list(desk.add(again, None, "zh"))
    assert "14" in assistant.ask("园区科协成立了几家？").text
    list(desk.undo(None, "zh"))
    kept = next((small.corpus / "news").iterdir()).read_text("utf-8")
    assert "12家" in kept and differing_files(small) == []


def test_files_that_wait_are_deleted_with_their_batch(desk: EditingDesk, tmp_path: Path) -> None:
    batch = desk.bring(Batch(), [upload(tmp_path / "up", "r.md", NOTE)])
    folder = batch.folder.path
    assert folder.exists()
    del batch
    assert not folder.exists()


def test_a_line_that_a_crash_cut_off_spoils_nothing(desk: EditingDesk, small: Config, tmp_path: Path) -> None:
    journal = edits_folder(small.corpus) / "journal.jsonl"
    journal.parent.mkdir()
    journal.write_text('{"number": 1, "at": "2026', "utf-8")
    list(desk.add(desk.bring(Batch(), [upload(tmp_path / "up", "n.md", NOTE)]), None, "zh"))
    assert [change.deed for change in read_journal(small.corpus)] == ["added"]
    assert "已撤销" in list(desk.undo(None, "zh"))[-1]
