"""A word with all its translations counts as one word, in either language."""

from pathlib import Path

import numpy as np
import pytest

from assistant.index.keywords import Keywords, build_keywords, chinese_tokens, english_tokens
from assistant.index.synonym_sets import SynonymSet, score_words, weigh_characters

CHINESE = ["加油站设在南方", "批评与批判", "点评这座车站", "诺曼人来到法国 NFL", "天气很好", "加油，站长"]
ENGLISH = ["", "", "", "", "The weather is fine", ""]


@pytest.fixture
def indexes(tmp_path: Path) -> tuple[Keywords, Keywords]:
    build_keywords(tmp_path / "zh", CHINESE, tokens=chinese_tokens)
    build_keywords(tmp_path / "en", ENGLISH, tokens=english_tokens)
    count = len(CHINESE)
    return (
        Keywords(tmp_path / "zh", count=count, tokens=chinese_tokens),
        Keywords(tmp_path / "en", count=count, tokens=english_tokens),
    )


def scores(indexes: tuple[Keywords, Keywords], *sets: SynonymSet) -> list[float]:
    chinese, english = indexes
    words = score_words(sets, chinese=chinese, english=english, count=len(CHINESE))
    characters = chinese.look_up(*weigh_characters(sets).items()).everywhere(len(CHINESE))
    return [float(one) for one in words + characters]


def test_any_of_its_words_makes_a_set_occur(indexes: tuple[Keywords, Keywords]) -> None:
    found = scores(indexes, SynonymSet(("车站", "加油站", "火车头")))
    assert min(found[0], found[2]) > max(found[1], found[3], found[4])


def test_further_translations_that_occur_nowhere_cost_a_word_little(indexes: tuple[Keywords, Keywords]) -> None:
    alone = scores(indexes, SynonymSet(("诺曼人",)))
    among = scores(indexes, SynonymSet(("诺曼人", "丙丁", "戊己", "庚辛")))
    # Only its characters are shared out; an average over the words would leave a quarter.
    assert alone[3] > among[3] > 0.4 * alone[3]


def test_a_set_of_many_common_words_weighs_less_than_a_rare_one(indexes: tuple[Keywords, Keywords]) -> None:
    common = scores(indexes, SynonymSet(("天气", "车站", "南方", "批评", "法国")))
    rare = scores(indexes, SynonymSet(("天气",)))
    assert rare[4] > common[4]


def test_a_character_of_one_translation_among_many_does_not_count_and_one_of_several_does() -> None:
    many = tuple(f"站{chr(0x4E00 + number)}" for number in range(20))
    assert list(weigh_characters([SynonymSet(many)])) == ["站"]
    assert set(weigh_characters([SynonymSet(("车站", "站点"))])) == {"车", "站", "点"}


def test_a_word_is_held_where_all_its_pairs_are(indexes: tuple[Keywords, Keywords]) -> None:
    chinese, _ = indexes
    held = chinese.holding("加油站")
    assert held is not None and held.rows.tolist() == [0]
    assert chinese.holding("加油加") is None and chinese.holding("龘") is None


def test_strengths_times_rarity_are_what_the_index_scores(indexes: tuple[Keywords, Keywords]) -> None:
    chinese, _ = indexes
    held = chinese.holding("nfl")
    assert held is not None
    whole = chinese.look_up(("nfl", 1.0)).everywhere(len(CHINESE))
    assert np.flatnonzero(whole).tolist() == held.rows.tolist()
    assert 0 < held.strengths[0] < 1 and whole[held.rows[0]] > held.strengths[0]


def test_the_english_word_counts_in_both_languages(indexes: tuple[Keywords, Keywords]) -> None:
    assert int(np.argmax(scores(indexes, SynonymSet((), "NFL")))) == 3
    assert int(np.argmax(scores(indexes, SynonymSet((), "weather")))) == 4


def test_shared_characters_find_a_near_synonym(indexes: tuple[Keywords, Keywords]) -> None:
    assert scores(indexes, SynonymSet(("评论",)))[2] > 0


def test_a_set_counts_by_its_weight_and_nothing_scores_nothing(indexes: tuple[Keywords, Keywords]) -> None:
    full, half = (scores(indexes, SynonymSet(("车站",), weight=weight)) for weight in (1.0, 0.5))
    assert half == pytest.approx([one / 2 for one in full])
    assert scores(indexes) == scores(indexes, SynonymSet(("龘龘",), "zzz")) == [0.0] * len(CHINESE)
