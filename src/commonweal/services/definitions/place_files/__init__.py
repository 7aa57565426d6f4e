"""The files of a place: kinds of document, reading a folder, planning, and writing it back."""
