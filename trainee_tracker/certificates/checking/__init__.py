"""What anyone is told who checks a certificate by its serial or its file; nobody signs in for it."""
