"""Benchmarks: each compares two things measured in the same run. See docs/performance.md."""
