"""Prints for each path of the arguments whether it has an access ACL: `acl`, `none` or `unknown`."""

import errno
import os
import sys

for path in sys.argv[1:]:
    try:
        os.getxattr(path, "system.posix_acl_access")
        print("acl")
    except OSError as error:
        none = error.errno in (errno.ENODATA, errno.ENOTSUP)
        print("none" if none else "unknown")
