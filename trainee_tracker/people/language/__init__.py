"""In which language the pages speak to somebody: their own choice, else what their browser asks for."""
