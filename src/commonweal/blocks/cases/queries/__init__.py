"""The questions: what pages and programs read of cases, each in a fixed number of queries."""
