"""The pages on which a standing is read: one trainee's, and the grid of a cohort.

This room answers for showing what `progress` knows beside what has been issued. What counts is
decided by `accreditation`, and gathered by `progress`.
"""
