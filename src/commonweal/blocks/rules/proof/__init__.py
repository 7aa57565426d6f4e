"""The proof of rules: what can be found wrong with them before anybody answers, alone or by trying answers."""
