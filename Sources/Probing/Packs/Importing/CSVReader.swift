/// Rows of comma-separated values by RFC 4180, strictly: what a spreadsheet would guess at is told instead.
///
/// Lines may end in LF alone, and a byte order mark is passed over; nothing else is forgiven.
struct CSVReader {
    struct Row: Equatable {
        /// Of its first character, from 1; a quoted field may run over several lines.
        var line: Int
        var fields: [String]
    }

    private let bytes: [UInt8]
    private let delimiter: UInt8
    private let mostFields: Int
    private let mostRows: Int
    private var index = 0
    private var line = 1
    private var lineStart = 0

    /// - Parameter bytes: valid UTF-8.
    init(_ bytes: [UInt8], delimiter: UInt8, mostFields: Int, mostRows: Int) {
        self.bytes = bytes
        self.delimiter = delimiter
        self.mostFields = mostFields
        self.mostRows = mostRows
        if bytes.starts(with: [0xEF, 0xBB, 0xBF]) { index = 3 }
        lineStart = index
    }

    /// All rows, each as long as the first. The last line may lack its end.
    mutating func read() throws(ImportFault) -> [Row] {
        var rows: [Row] = []
        while index < bytes.count {
            guard rows.count < mostRows else { throw fault("The file has more than \(mostRows) rows.", "Split it.") }
            let row = try readRow()
            if let first = rows.first, row.fields.count != first.fields.count {
                let place = PackProblem.Place(line: row.line, column: 1)
                throw ImportFault(
                    place: place,
                    message: "The row has \(row.fields.count) fields, and the first row has \(first.fields.count).",
                    hint: "A field with a comma or a line break stands in quotes."
                )
            }
            rows.append(row)
        }
        return rows
    }

    private mutating func readRow() throws(ImportFault) -> Row {
        var row = Row(line: line, fields: [])
        while true {
            guard row.fields.count < mostFields else {
                throw fault("The row has more than \(mostFields) fields.", "Is this the right delimiter?")
            }
            row.fields.append(peek == Self.quote ? try readQuoted() : try readPlain())
            switch peek {
            case delimiter: index += 1
            case nil: return row
            case Self.carriageReturn where index + 1 < bytes.count && bytes[index + 1] == Self.newline:
                index += 1
                endLine()
                return row
            case Self.newline:
                endLine()
                return row
            default:
                throw fault("Something follows the closing quote of a field.", "A quote inside a field is doubled.")
            }
        }
    }

    private mutating func readPlain() throws(ImportFault) -> String {
        let start = index
        while let byte = peek, byte != delimiter, byte != Self.newline {
            if byte == Self.quote {
                throw fault("A quote stands in a field that does not begin with one.", "Put the field in quotes.")
            }
            if byte == Self.carriageReturn {
                guard index + 1 < bytes.count, bytes[index + 1] == Self.newline else {
                    throw fault("A carriage return stands alone.", "Lines end in CR LF or LF.")
                }
                break
            }
            index += 1
        }
        return String(decoding: bytes[start..<index], as: UTF8.self)
    }

    private mutating func readQuoted() throws(ImportFault) -> String {
        let opening = PackProblem.Place(line: line, column: index - lineStart + 1)
        index += 1
        var field: [UInt8] = []
        while let byte = peek {
            if byte == Self.quote {
                index += 1
                guard peek == Self.quote else { return String(decoding: field, as: UTF8.self) }
            }
            field.append(byte)
            if byte == Self.newline { endLine() } else { index += 1 }
        }
        throw ImportFault(place: opening, message: "The file ends inside quotes that open here.", hint: nil)
    }

    private static let quote = UInt8(ascii: "\"")
    private static let newline = UInt8(ascii: "\n")
    private static let carriageReturn = UInt8(ascii: "\r")

    private var peek: UInt8? { index < bytes.count ? bytes[index] : nil }

    private mutating func endLine() {
        index += 1
        line += 1
        lineStart = index
    }

    private func fault(_ message: String, _ hint: String?) -> ImportFault {
        ImportFault(place: .init(line: line, column: index - lineStart + 1), message: message, hint: hint)
    }
}
