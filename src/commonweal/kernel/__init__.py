"""The mechanism that every capability stands on: discovery, journal, tasks, money, working time."""
