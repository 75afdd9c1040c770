"""The room that speaks to a container engine: builds, looks inside, and compares."""
