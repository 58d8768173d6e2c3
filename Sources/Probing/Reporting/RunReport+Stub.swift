extension RunReport {
    package var jsonLines: [UInt8] { [] }
    package var junit: [UInt8] { [] }
    package var sarif: [UInt8] { [] }
    package var html: [UInt8] { [] }
}
