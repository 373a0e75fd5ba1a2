"""The atlas: a page for every entry of the knowledge base and for every study, built as plain files.

`python -m atlas [DIR]` writes them (default: build/atlas). Our own Jinja templates rather than a documentation
generator: MkDocs Material reaches its end of life in 2027, its successor Zensical is at 0.1, and Sphinx would want each
of a thousand generated pages as reStructuredText first; a page here is one template filled with one entry.
No page asks another host for anything; search works in the reader's browser.
"""
