"""Faults of processes and disks, made on purpose; docs/reliability.md says what holds."""
