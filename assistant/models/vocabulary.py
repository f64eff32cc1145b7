"""Texts, bilingual pairs and a size to a Unigram tokenizer whose pieces are Chinese words, English stems and numbers.

The scores are log-probabilities from word counts, so segmentation takes the likeliest reading and the score of a piece
says how rare it is. No dictionary is needed: Chinese words are found by expectation maximisation over the texts.
"""

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from math import log
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tokenizers import Tokenizer

UNKNOWN = "[UNK]"
"""The piece for characters outside the vocabulary; its vector is zero, so they do not count."""

RUNS = r"\p{Han}+|[a-z]+|[0-9]+"
"""What is cut into pieces; everything between, such as punctuation, is dropped."""

_RUN = re.compile(r"[\u3007\u3400-\u9fff]+|[a-z]+|[0-9]+")
_SUFFIXES = ("ies", "ied", "ing", "ed", "es", "y", "e", "s")
_MIN_STEM = 4
"""Shorter stems collide: "sing" must not become "s" + "ing"."""
_MIN_CHARACTER = 5
"""A character seen at least this often is a piece of its own, so that a rare word falls into characters."""
_PARTICLES = frozenset("的了是在和与有为对将等及")
_MIN_PARTICLE_WORD = 3
"""Words of two are left alone: 目的 and 和平 are words."""
_MAX_WORD = 6
_CANDIDATES = 200_000


def stem(word: str) -> str:
    """Return an English word without its inflection, consistently rather than correctly.

    >>> [stem(word) for word in ("companies", "company", "trained", "target")]
    ['compan', 'compan', 'train', 'target']
    """
    for suffix in _SUFFIXES:
        if word.endswith(suffix) and len(word) - len(suffix) >= _MIN_STEM:
            return word[: -len(suffix)]
    return word


def word_counts(tokenizer: "Tokenizer", texts: Iterable[str]) -> Counter[str]:
    """Count the pieces that ``tokenizer`` cuts ``texts`` into; English words and numbers are counted whole."""
    counts: Counter[str] = Counter()
    for text in texts:
        for run in _RUN.findall(text):
            counts[run] += 1
    words: Counter[str] = Counter()
    characters: Counter[str] = Counter()
    han = [run for run in counts if not run.isascii()]
    # encode_batch_fast would be faster, and gives no offsets.
    for run, encoding in zip(han, tokenizer.encode_batch(han, add_special_tokens=False), strict=True):
        for start, end in encoding.offsets:
            words[run[start:end]] += counts[run]
    for run in counts:
        if run.isascii():
            words[run] += counts[run]
        else:
            for character in run:
                characters[character] += counts[run]
    words = _split_particles(words)
    # Count once what only occurs inside words: build_tokenizer keeps every single character that it is given.
    for character, count in characters.items():
        if count < _MIN_CHARACTER:
            words.pop(character, None)
        elif not words[character]:
            words[character] = 1
    return words


def _split_particles(words: Counter[str]) -> Counter[str]:
    """Count 提供了 as 提供 and 了: a particle beside a word is no part of it, though they often stand together."""
    split = Counter(words)
    for word, count in words.items():
        if len(word) < _MIN_PARTICLE_WORD or word.isascii():
            continue
        for rest, particle in ((word[:-1], word[-1]), (word[1:], word[0])):
            if particle in _PARTICLES and words[rest]:
                split[rest] += count
                split[particle] += count
                del split[word]
                break
    return split


def find_words(texts: Sequence[str], *, size: int) -> "Tokenizer":
    """Return a tokenizer of about ``size`` Chinese words that explain ``texts`` best (minutes for 10,000 texts)."""
    from tokenizers import Regex, Tokenizer, models, pre_tokenizers, trainers

    tokenizer = Tokenizer(models.Unigram())
    tokenizer.pre_tokenizer = pre_tokenizers.Split(Regex(r"\p{Han}+"), behavior="removed", invert=True)
    trainer = trainers.UnigramTrainer(
        vocab_size=size,
        special_tokens=[UNKNOWN],
        unk_token=UNKNOWN,
        max_piece_length=_MAX_WORD,
        seed_size=_CANDIDATES,  # type: ignore[call-arg]  # missing from the stub
        shrinking_factor=0.5,
        show_progress=False,
    )
    tokenizer.train_from_iterator(texts, trainer)
    return tokenizer


def build_tokenizer(counts: Counter[str], english: Counter[str], terms: Iterable[str], *, size: int) -> "Tokenizer":
    """Return the tokenizer of the ``size`` most useful pieces.

    ``counts`` are of the texts, ``english`` of the English side of the pairs, ``terms`` are Chinese names that must
    not fall apart. Words of the pairs, letters, digits and single characters come first, then words by count.
    """
    from tokenizers import Regex, Tokenizer, models, normalizers, pre_tokenizers

    weights: Counter[str] = Counter()
    stems = {stem(word) for word in english}
    for word, count in english.items():
        weights[stem(word)] += count
        if stem(word) != word:
            weights[word.removeprefix(stem(word))] += count
    required = set(weights) | set("abcdefghijklmnopqrstuvwxyz0123456789")
    required |= {word for word in counts if len(word) == 1 and not word.isascii()}
    required |= _unbreakable({term for term in terms if _RUN.fullmatch(term)}, counts)
    for word, count in counts.items():
        if word.isascii() and word.isalpha() and word not in required and stem(word) in stems:
            weights[stem(word)] += count  # "trained" in the news is "train" + "ed" when the pairs know "training"
        else:
            weights[word] += count
    for piece in required:
        weights[piece] += 1
    chosen = sorted(weights, key=lambda piece: (piece not in required, -weights[piece], piece))[: size - 1]
    total = sum(weights[piece] for piece in chosen)
    pieces = [(piece, log(weights[piece] / total)) for piece in sorted(chosen, key=lambda p: (-weights[p], p))]
    tokenizer = Tokenizer(models.Unigram([(UNKNOWN, pieces[-1][1] - 10.0), *pieces], unk_id=0))
    plain_numbers = normalizers.Replace(Regex(r"(?<=[0-9]),(?=[0-9]{3})"), "")  # 1,000 and 1000 are one number
    tokenizer.normalizer = normalizers.Sequence([normalizers.NFKC(), normalizers.Lowercase(), plain_numbers])
    tokenizer.pre_tokenizer = pre_tokenizers.Split(Regex(RUNS), behavior="removed", invert=True)
    return tokenizer


def _unbreakable(terms: set[str], counts: Counter[str]) -> set[str]:
    """Return the terms of two characters, and those of three that no word of two begins or ends.

    Longer names are made of words that are worth matching one by one: 秦创原 stays whole, 省科协 is 省 + 科协.
    """
    words = terms | set(counts)
    return {t for t in terms if len(t) == 2 or (len(t) == 3 and t[:2] not in words and t[1:] not in words)}
