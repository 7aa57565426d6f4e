"""Areas: boundaries, what lies in them, and the place's own gazetteer."""
