/// What of decoded bytes can be text: runs of four or more printable ASCII characters, a line each. NULs are passed over, so that
/// UTF-16 reads too.
struct PrintableRuns {
    private(set) var scalars: [UInt32] = []
    private var run: [UInt32] = []

    mutating func append(_ byte: UInt8) {
        switch byte {
        case 0x20...0x7E, 0x09, 0x0A, 0x0D: run.append(UInt32(byte))
        case 0: break
        default: end()
        }
    }

    mutating func end() {
        if run.count >= 4 {
            scalars.append(0x0A)
            scalars += run
        }
        run.removeAll(keepingCapacity: true)
    }
}
