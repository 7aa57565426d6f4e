"""The counting engine: ballots and rules as data, two independent counters, certificates and explanations."""
