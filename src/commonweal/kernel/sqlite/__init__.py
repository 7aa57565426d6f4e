"""Django's SQLite, which notices when another file was put in the place of the open one."""
