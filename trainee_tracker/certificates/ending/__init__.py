"""How a certificate ends: issued again as it would be now, or revoked."""
