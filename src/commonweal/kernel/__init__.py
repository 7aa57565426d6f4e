"""The mechanism that every capability uses: discovery, journal, tasks, money, working time."""
