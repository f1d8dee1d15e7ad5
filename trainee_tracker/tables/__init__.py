"""Tables that people paste or upload, such as a spreadsheet's CSV file.

This room answers for reading them: which text a file holds, where its cells are, what a heading
means, and every fault by row and column in a sentence. It knows no course and no person; what a
row means says the room that reads it.
"""
