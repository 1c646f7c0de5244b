"""The fault suite of `make faults`: real processes that are killed, stopped and starved."""
