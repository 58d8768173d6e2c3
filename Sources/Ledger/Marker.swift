enum LedgerMarker {}
