"""Spreadsheets in and out.

This room answers for reading lists that people paste or upload, telling every fault by row
before anything is written. What a row then does is an action of the room it belongs to. It also
judges ledgers that lie in files, by the rules of `accreditation`, and writes nothing then.
"""
