"""Names under which earlier releases stored or queued something, and the present names of the same things."""

# The keys of capabilities: in settings, in organisations' switches, and in the names of queued tasks and readers.
RENAMED_CAPABILITIES = {
    "services.notices": "services.casework",
}
# Tasks and readers whose functions have another name: "blocks.cases.former_name" -> "present_name". A function that
# only moved to another module of its capability is found without an entry.
RENAMED_FUNCTIONS = {
    "insight.performance.delete_old_happenings": "delete_old_counts",
}
