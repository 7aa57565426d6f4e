"""The question types: one file each, found by looking into this folder."""
