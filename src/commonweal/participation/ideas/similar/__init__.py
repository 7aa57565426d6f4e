"""Which ideas say the same: identical texts by a hash, near ones by the letters they share. Pure functions."""
