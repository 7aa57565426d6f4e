"""What the verbs share: the transaction in which a case is changed, its clocks, tasks, letters and moves."""
