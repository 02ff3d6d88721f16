"""Arabic sentences → chunks."""
