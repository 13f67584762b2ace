"""Makes named pipes, by the names of the arguments, in the folder that is open as descriptor 3."""

import os
import sys

for name in sys.argv[1:]:
    os.mkfifo(name, 0o600, dir_fd=3)
