enum RehearsalMarker {}
