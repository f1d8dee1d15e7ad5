"""How a page acts: it tries what the form asks, once, and shows what came of it.

Answers for checking the form, committing or rolling back, telling a refusal beside its field with its
status, keeping what was typed, and landing once however often the button is pressed. Does not decide
anything: the act that a view hands in does, by the rules of its room.
"""
