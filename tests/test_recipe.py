"""A recipe comes back from disk, and any difference is named."""

from dataclasses import replace
from pathlib import Path

import pytest

from assistant.errors import StaleIndexError
from assistant.index.recipe import Recipe, check, difference, library_versions, read_recipe, write_recipe

RECIPE = Recipe(embedding="abc", settings={"passage_chars": "400", "glossary": "f00"})


def test_a_recipe_comes_back_as_it_was_written(tmp_path: Path) -> None:
    write_recipe(tmp_path, RECIPE)
    assert read_recipe(tmp_path) == RECIPE
    assert read_recipe(tmp_path).digest == RECIPE.digest


def test_the_libraries_whose_files_the_index_holds_are_recorded() -> None:
    assert set(library_versions()) >= {"chromadb", "bm25s"}
    assert RECIPE.libraries == library_versions()


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        (replace(RECIPE, embedding="xyz"), "embedding"),
        (replace(RECIPE, schema=99), "format"),
        (replace(RECIPE, fold=99), "folding"),
        (replace(RECIPE, settings={"passage_chars": "500", "glossary": "f00"}), "passage_chars was '400', is '500'"),
        (replace(RECIPE, settings={"passage_chars": "400"}), "glossary was 'f00', is None"),
        (replace(RECIPE, libraries={**RECIPE.libraries, "chromadb": "0.1"}), "chromadb"),
    ],
)
def test_every_difference_is_named_and_changes_the_digest(changed: Recipe, words: str) -> None:
    assert words in (difference(RECIPE, changed) or "")
    assert changed.digest != RECIPE.digest
    with pytest.raises(StaleIndexError, match="--rebuild"):
        check(RECIPE, wanted=changed)


def test_equal_recipes_differ_in_nothing() -> None:
    assert difference(RECIPE, replace(RECIPE)) is None
    check(RECIPE, wanted=replace(RECIPE))


def test_without_a_recipe_only_the_embedding_and_the_program_are_compared() -> None:
    check(RECIPE, embedding="abc")
    check(RECIPE)
    with pytest.raises(StaleIndexError, match="embedding is 'abc', not 'xyz'"):
        check(RECIPE, embedding="xyz")
    with pytest.raises(StaleIndexError, match="format"):
        check(replace(RECIPE, schema=99))


@pytest.mark.parametrize("content", ["", "[]", "{}", '{"embedding": "a", "surprise": 1}'])
def test_an_unreadable_recipe_makes_the_index_stale(tmp_path: Path, content: str) -> None:
    (tmp_path / "recipe.json").write_text(content)
    with pytest.raises(StaleIndexError, match=r"recipe\.json"):
        read_recipe(tmp_path)


def test_a_missing_recipe_makes_the_index_stale(tmp_path: Path) -> None:
    with pytest.raises(StaleIndexError, match=r"recipe\.json"):
        read_recipe(tmp_path)
