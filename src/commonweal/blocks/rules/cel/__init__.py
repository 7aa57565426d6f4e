"""The one door to the CEL library: bounded, typed by the kernel's value types, three-valued."""
