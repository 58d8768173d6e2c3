enum ControlMarker {}
