"""Adding and changing organisations and their sites: the acts and the pages.

Their tables, reads and forms are those of `people`, because people and roles are read with them.
"""
