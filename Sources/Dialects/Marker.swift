enum DialectsMarker {}
