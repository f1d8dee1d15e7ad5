"""Groups that follow a course version together.

This room answers for cohorts, enrolments, who may supervise whom and from when, the teaching
timetable, registers, module results and the other results that a course asks for. Logged client
work and supervision belong to `hours`.
"""
