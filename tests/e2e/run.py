#!/usr/bin/env python3
"""run.py MODULE: runs a module's tests; exit 0 passed, 1 failed, 77 all skipped (with the reason)."""
import sys
import unittest

suite = unittest.defaultTestLoader.loadTestsFromName(sys.argv[1])
result = unittest.TextTestRunner(verbosity=2).run(suite)
for _, reason in result.skipped:
    print("skipped: %s: %s" % (sys.argv[1], reason))
if not result.wasSuccessful() or (not result.testsRun and not result.skipped):
    sys.exit(1)
sys.exit(77 if result.skipped and result.testsRun <= len(result.skipped) else 0)
