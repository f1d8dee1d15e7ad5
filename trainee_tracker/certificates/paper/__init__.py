"""What a certificate says and how it is drawn: frozen facts, their words, and the PDF of them."""
