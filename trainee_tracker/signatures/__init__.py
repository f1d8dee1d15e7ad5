"""The act of signing.

This room answers for what a signature is: one act by one person, who they were then, for whom,
what it meant, exactly what was shown and how they proved themselves. What may be signed, and by
whom, is decided by the room whose rows are signed.
"""
