"""What programs may ask of the articles, a file each: a function that makes a tool's function.

The types and descriptions of its arguments become the schema that programs see, its docstring the
description of the tool. It returns JSON, and raises PullquoteError with a sentence for whoever
called.
"""
