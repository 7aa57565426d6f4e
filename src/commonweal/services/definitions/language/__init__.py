"""The language of definitions: keys, vocabulary, schema, and a document composed from all sections."""
