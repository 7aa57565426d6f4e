"""The database itself refuses to change what a version says once it was handed in."""

from django.db import migrations

POSTGRESQL = """
CREATE FUNCTION definition_versions_are_immutable() RETURNS trigger AS $$
BEGIN
    IF OLD.status = 'draft' THEN
        IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;
        RETURN NEW;
    END IF;
    IF TG_OP = 'DELETE' THEN
        RAISE EXCEPTION 'a version that was handed in is kept';
    END IF;
    IF NEW.hash <> OLD.hash OR NEW.source <> OLD.source OR NEW.document IS DISTINCT FROM OLD.document
            OR NEW.number <> OLD.number OR NEW.service_id <> OLD.service_id OR NEW.extends <> OLD.extends THEN
        RAISE EXCEPTION 'a version that was handed in never changes';
    END IF;
    IF OLD.status IN ('published', 'retired') AND NEW.status NOT IN ('published', 'retired') THEN
        RAISE EXCEPTION 'what was published stays published or retired';
    END IF;
    RETURN NEW;
END;
$$ LANGUAGE plpgsql;
CREATE TRIGGER definition_versions_immutable BEFORE UPDATE OR DELETE ON services_definitions_version
    FOR EACH ROW EXECUTE FUNCTION definition_versions_are_immutable();
"""
SQLITE = """
CREATE TRIGGER definition_versions_immutable BEFORE UPDATE ON services_definitions_version
WHEN OLD.status <> 'draft' AND (
    NEW.hash <> OLD.hash OR NEW.source <> OLD.source OR NEW.document IS NOT OLD.document
    OR NEW.number <> OLD.number OR NEW.service_id <> OLD.service_id OR NEW.extends <> OLD.extends
    OR (OLD.status IN ('published', 'retired') AND NEW.status NOT IN ('published', 'retired'))
)
BEGIN
    SELECT RAISE(ABORT, 'a version that was handed in never changes');
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
        schema_editor.execute("DROP TRIGGER definition_versions_immutable ON services_definitions_version")
        schema_editor.execute("DROP FUNCTION definition_versions_are_immutable()")
    elif schema_editor.connection.vendor == "sqlite":
        schema_editor.execute("DROP TRIGGER definition_versions_immutable")


class Migration(migrations.Migration):
    dependencies = [("services_definitions", "0001_initial")]
    operations = [migrations.RunPython(protect, unprotect)]
