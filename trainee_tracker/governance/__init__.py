"""What the community and the health trust check together.

This room answers for governance items, records with their validity, the two sides' signatures,
and suspension. What a lapse does to logged hours is judged in `accreditation`.
"""
