enum JSONMarker {}
