"""The project's own benchmarks: what matters to people, at growing sizes, beside a bare floor (`python -m bench`)."""
