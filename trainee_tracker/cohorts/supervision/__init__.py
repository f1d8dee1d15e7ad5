"""Who supervises a cohort, and on which days: everybody who needs to know asks here."""
