"""Every kind of requirement and of limit in words: all that is ever said of a kind stands here once.

What the kind is called and what the editor asks about it, how a version that asks it reads, and how
a certificate tells what was achieved. What a kind does is known to `accreditation`.
"""
