"""The staff pages: my work, queue, case, organisation, services and journal."""
