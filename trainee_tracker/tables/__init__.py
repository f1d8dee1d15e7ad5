"""Tables that people paste or upload, such as a spreadsheet's CSV file.

This room answers for reading them: which text a file holds, where its cells are, what a heading
means, and every fault by row and column in a sentence. It knows no course and no person; the room
that reads a table says what a row means.
"""
