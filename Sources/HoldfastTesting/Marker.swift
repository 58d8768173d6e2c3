enum HoldfastTestingMarker {}
