"""
Given with `--config`, so that no `gunicorn.conf.py` of the working directory is read. gunicorn puts the working
directory first on the import path before it reads this, and again afterwards and at every reload unless it is there
(gunicorn/app/base.py, `chdir`): here it goes, and the path says that it has it. So no file that lies or appears there
is what a worker imports, not even in place of a module that is not installed.
"""

import os
import sys

from gunicorn.util import getcwd

here = {"", os.getcwd(), getcwd()}


class Path(list):
    def __contains__(self, path):
        return path in here or super().__contains__(path)


sys.path = Path(path for path in sys.path if path not in here)
control_socket_disable = True
