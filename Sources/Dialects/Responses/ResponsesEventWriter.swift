import JSON

/// Writes frames and counts them.
struct ResponsesEventWriter {
    private(set) var sequence = 0

    mutating func write(_ name: String, _ members: [JSONValue.Member], to bytes: inout [UInt8]) {
        begin(name, to: &bytes)
        for member in members {
            bytes.append(UInt8(ascii: ","))
            JSONEscaping.append(member.key, to: &bytes)
            bytes.append(UInt8(ascii: ":"))
            member.value.write(to: &bytes)
        }
        end(&bytes)
    }

    private mutating func begin(_ name: String, to bytes: inout [UInt8]) {
        bytes.append(contentsOf: "event: ".utf8)
        bytes.append(contentsOf: name.utf8)
        bytes.append(contentsOf: "\ndata: {\"type\":\"".utf8)
        bytes.append(contentsOf: name.utf8)
        bytes.append(contentsOf: "\",\"sequence_number\":".utf8)
        bytes.append(contentsOf: String(sequence).utf8)
        sequence += 1
    }

    private func end(_ bytes: inout [UInt8]) { bytes.append(contentsOf: "}\n\n".utf8) }
}
