"""The pages of background work, and what happens by itself every day or week.

This room answers for showing a job to whoever asked for it, for trying again what failed, and for the
timetable's own work: the checkpoint of each day, and forgetting what nobody needs any more. It does not
run jobs: `jobs` does. What a job does is in the room that asks for it.
"""
