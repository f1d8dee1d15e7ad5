"""Who was in a class: the register, its corrections, and the time that follows from it."""
