"""People of the units: library, trainings, leaves, handovers."""
