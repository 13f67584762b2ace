"""Prints what runs this: implementation, version and path. It may be a Python of any age."""

import sys

print(sys.implementation.name, "%d.%d" % sys.version_info[:2], sys.executable)
