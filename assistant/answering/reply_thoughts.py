"""A model's reply to what it says when it has thought, in whatever form it thinks aloud."""

import re

_THOUGHT = r"(?:\w+:)?(?:think|thinking|thought|reasoning|analysis|reflection)"
_THOUGHTS = re.compile(rf"<({_THOUGHT})\b[^>]*>.*?(?:</\1\s*>|\Z)", re.DOTALL | re.IGNORECASE)
_THOUGHT_END = re.compile(rf"\A.*</(?:{_THOUGHT})\s*>", re.DOTALL | re.IGNORECASE)
"""Servers often cut off the opening tag; everything before the closing one is thought all the same."""

_OTHER_TAG = re.compile(r"◁(/?\w+)▷|\[(/?think)\]", re.IGNORECASE)
"""Tags of thought in the forms of Kimi and Mistral."""
_CHANNEL = re.compile(r"<\|channel\|>(?:analysis|commentary)\b.*?(?:<\|(?:end|start|call|return)\|>|\Z)", re.DOTALL)
_TOKEN = re.compile(r"<\|(?:start|channel)\|>\w*|<\|\w+\|>")
"""What some servers let through of the format in which their model was trained."""


def without_thoughts(reply: str) -> str:
    """Return what a model says when it has thought.

    >>> without_thoughts("<think>6 or 9?</think>成立6家。")
    '成立6家。'
    """
    tagged = _OTHER_TAG.sub(lambda tag: f"<{tag[1] or tag[2]}>", _TOKEN.sub("", _CHANNEL.sub("", reply)))
    return _THOUGHT_END.sub("", _THOUGHTS.sub("", tagged))
