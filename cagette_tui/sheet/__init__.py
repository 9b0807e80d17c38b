"""The sheet line: what the paper says, typed in its order, on the screen or from a file.

`grammar` reads a line, `planning` finds what it names and foresees what it would do,
`applying` and `files` do it through the model's acts.
"""
