"""What a course can demand, and how a ledger of hours is judged against it.

This room is pure: it knows no web page, no database and no clock, and every date and person
is an argument. It answers "does this record satisfy this course, and if not, why not"; it
does not fetch the record (`progress` does) nor keep the courses (`courses` does).
"""
