"""Question sets in, scores with reasons and a gate out; works on the `ask --json` object and never on internals."""
