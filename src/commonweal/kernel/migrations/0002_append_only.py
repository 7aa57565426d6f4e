"""The database itself refuses to change or delete what the journal holds."""

from django.db import migrations

POSTGRESQL = """
CREATE FUNCTION journal_is_append_only() RETURNS trigger AS $$
BEGIN
    RAISE EXCEPTION 'the journal is append-only';
END;
$$ LANGUAGE plpgsql;
CREATE TRIGGER journal_append_only BEFORE UPDATE OR DELETE ON kernel_journalentry
    FOR EACH ROW EXECUTE FUNCTION journal_is_append_only();
"""
SQLITE = """
CREATE TRIGGER journal_append_only BEFORE UPDATE ON kernel_journalentry
BEGIN
    SELECT RAISE(ABORT, 'the journal is append-only');
END;
"""


def protect(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute(POSTGRESQL.replace("%", "%%"))
    elif schema_editor.connection.vendor == "sqlite":
        # Only updates: test suites flush tables by deleting their rows, and SQLite has no other way to do so.
        schema_editor.execute(SQLITE)


def unprotect(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute("DROP TRIGGER journal_append_only ON kernel_journalentry")
        schema_editor.execute("DROP FUNCTION journal_is_append_only()")
    elif schema_editor.connection.vendor == "sqlite":
        schema_editor.execute("DROP TRIGGER journal_append_only")


class Migration(migrations.Migration):
    dependencies = [("kernel", "0001_initial")]
    operations = [migrations.RunPython(protect, unprotect)]
