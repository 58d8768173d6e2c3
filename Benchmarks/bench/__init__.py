"""The parts of the bench: processes, subjects, lanes, failover, features, memory, instructions, report."""
