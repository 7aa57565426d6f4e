"""The look that all pages share: layout, components, form widgets, charts and static files."""
