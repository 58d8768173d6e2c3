enum StorageMarker {}
