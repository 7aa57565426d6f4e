"""The catalogue: what is published, by topic, life event and organisation."""
