"""The map of agreement: opinion groups, what sets them apart, and what bridges them. Pure functions."""

import os

# The matrices here are small. On a busy machine the threads of numpy's linear algebra wait for each other so
# long that a second of work takes ten; one thread is about as fast on an idle machine, and gives the same bits.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
