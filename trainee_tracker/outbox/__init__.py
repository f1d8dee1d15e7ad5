"""The letters that the demonstration would have sent.

This room answers for one page, which is there in the demonstration alone. It sends nothing.
"""
