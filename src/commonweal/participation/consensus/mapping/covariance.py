"""The scatter of the votes about their centre, from co-votes alone, with missing votes at the centre."""

from __future__ import annotations

import numpy as np

from commonweal.participation.consensus.mapping.centre import Floats, centre
from commonweal.participation.consensus.mapping.co_votes import CoVotes


def covariance(counts: CoVotes) -> Floats:
    """The matrix F'F, shape (s, s), where F holds vote minus centre, and 0 for each vote not cast.

    Written out, cell (i, j) is sum(v_i v_j) - c_j sum(v_i) - c_i sum(v_j) + c_i c_j n over those who voted
    on both: so it needs no vote table, and is exactly symmetric. It is n times the covariance of the table
    whose missing votes are filled with the statement's mean, as in Polis.
    """
    mean = centre(counts.total, counts.seen)
    crossed = counts.value * mean[None, :]
    scatter: Floats = counts.product - (crossed + crossed.T) + np.outer(mean, mean) * counts.both
    return scatter
