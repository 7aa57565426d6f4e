"""The fast counter: whole numbers in numpy, identical ballots grouped, exact fractions where it matters."""
