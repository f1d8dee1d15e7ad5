"""The ledger of logged sessions and hours entries, and their sign-off.

This room answers for what trainees say happened, who signed it off or declined it, and every
correction since. Whether an hour counts toward a requirement is judged in `accreditation`.
"""
