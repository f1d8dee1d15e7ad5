"""How a certificate comes to be: judged, drawn, and written to the ledger once."""
