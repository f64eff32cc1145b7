#!/bin/sh
# Give an empty volume the corpus that ships, bring the index up to date, and serve the window.
set -eu

shipped="${ASSISTANT_SHIPPED_CORPUS:-/app/corpus}"
if [ ! -e "$ASSISTANT_CORPUS" ]; then
    # Copied beside and renamed: a start that is interrupted leaves no half of a corpus.
    rm -rf "$ASSISTANT_CORPUS.new"
    cp -R "$shipped" "$ASSISTANT_CORPUS.new"
    mv "$ASSISTANT_CORPUS.new" "$ASSISTANT_CORPUS"
fi

# 2 means that some file could not be read; it was named, and the others are indexed.
python -m assistant index || [ "$?" -eq 2 ]

# In the place of this shell, so that the signal to end reaches the window.
exec python -m assistant serve
