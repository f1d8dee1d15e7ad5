"""Where a trainee or a cohort stands.

This room answers for gathering the ledgers below it, asking `accreditation` for the standing, and
keeping it ready in the same transaction that changed a ledger. It decides nothing itself.
"""
