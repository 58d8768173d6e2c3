"""The parts of the bench: processes, subjects, lanes, memory, instructions, report."""
