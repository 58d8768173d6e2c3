enum AccessMarker {}
