"""Publishing a draft as the next version of its course, which never changes again."""
