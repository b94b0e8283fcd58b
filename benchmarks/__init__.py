"""How long things take, as ratios measured in the same run; never a test."""
