"""The messages of the CEL specification 0.25.2 (cel.expr), as protoc generates them: `make protocol`."""
