"""Puts a lock on what is open as descriptor 3; it lasts as long as somebody has that open (flock(2))."""

import fcntl

fcntl.flock(3, fcntl.LOCK_SH | fcntl.LOCK_NB)
