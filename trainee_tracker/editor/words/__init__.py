"""What every part of a course is, in the words of the editor's pages."""
