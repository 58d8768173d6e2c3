enum JournalMarker {}
