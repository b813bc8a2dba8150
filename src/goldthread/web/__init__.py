"""The interface kit: layout, components, the form bridge, and the one guard that gives views records."""
