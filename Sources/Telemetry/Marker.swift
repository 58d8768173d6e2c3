enum TelemetryMarker {}
