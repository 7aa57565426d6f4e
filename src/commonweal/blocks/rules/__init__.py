"""Rules: parameters, facts, eligibility and decision tables in CEL, proved before they are used."""
