import JSON

/// A set's rows, whatever its format: column → text.
struct ImportedRows {
    struct Row {
        /// In CSV and JSON Lines the line; in JSON the element's number, from 1.
        var line: Int
        var fields: [String: String]
    }

    /// Far above any set of prompts; one that is larger is a corpus.
    static let file = 64 << 20
    static let columns = 256

    var columns: [String]
    var rows: [Row]

    init(_ bytes: [UInt8], _ manifest: ImportManifest) throws(ImportFault) {
        guard bytes.count <= Self.file else {
            throw Self.fault(1, "The file is larger than \(Self.file >> 20) MiB.", "Split it.")
        }
        guard String(validating: bytes, as: UTF8.self) != nil else {
            throw Self.fault(1, "The file is not UTF-8 text.", "Save it as UTF-8.")
        }
        let content = bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? bytes[3...] : bytes[...]
        guard content.contains(where: { $0 > 0x20 }) else {
            throw Self.fault(
                1,
                "The file is empty.",
                "Check its path, or export the set again. \(Self.form(manifest.format))"
            )
        }
        switch manifest.format {
        case .csv: (columns, rows) = try Self.csv(bytes, manifest.delimiter)
        case .json: (columns, rows) = try Self.json(bytes)
        case .jsonl: (columns, rows) = try Self.lines(bytes)
        }
        guard !rows.isEmpty else { throw Self.fault(1, "The file has no rows.", Self.form(manifest.format)) }
    }

    /// What a file of this format holds.
    private static func form(_ format: ImportManifest.Format) -> String {
        switch format {
        case .csv: "A CSV file holds the names of its columns in the first row, and one goal in each row below."
        case .json: "A JSON file holds an array with one object for each goal."
        case .jsonl: "A JSON Lines file holds one object for each goal, each on its own line."
        }
    }

    private static func csv(_ bytes: [UInt8], _ delimiter: UInt8) throws(ImportFault) -> ([String], [Row]) {
        var reader = CSVReader(bytes, delimiter: delimiter, mostFields: columns, mostRows: PackLimits.goals + 1)
        let all = try reader.read()
        guard let head = all.first else { throw fault(1, "The file is empty.", form(.csv)) }
        guard Set(head.fields).count == head.fields.count else {
            throw fault(1, "Two columns have the same name.", "The first row names the columns.")
        }
        let rows = all.dropFirst().map { row in
            Row(line: row.line, fields: Dictionary(uniqueKeysWithValues: zip(head.fields, row.fields)))
        }
        return (head.fields, rows)
    }

    private static func json(_ bytes: [UInt8]) throws(ImportFault) -> ([String], [Row]) {
        guard let elements = try parse(bytes, line: 1).elements else {
            throw fault(1, "A JSON set is an array of objects.", "For one object a line, use the format jsonl.")
        }
        guard elements.count <= PackLimits.goals else { throw tooMany }
        var rows: [Row] = []
        for (index, element) in elements.enumerated() { rows.append(try row(element, line: index + 1)) }
        return (columns(of: rows), rows)
    }

    private static func lines(_ bytes: [UInt8]) throws(ImportFault) -> ([String], [Row]) {
        var rows: [Row] = []
        let lines = bytes.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
        for (index, line) in lines.enumerated() where !line.allSatisfy({ $0 == 0x20 || $0 == 0x0D || $0 == 0x09 }) {
            guard rows.count < PackLimits.goals else { throw tooMany }
            rows.append(try row(try parse(Array(line), line: index + 1), line: index + 1))
        }
        return (columns(of: rows), rows)
    }

    private static func parse(_ bytes: [UInt8], line: Int) throws(ImportFault) -> JSONValue {
        do {
            return try JSONValue(parsing: bytes)
        } catch {
            throw fault(line, "This is not JSON. \(error.message)", nil)
        }
    }

    /// Lists and objects inside a row are passed over: they are no column.
    private static func row(_ value: JSONValue, line: Int) throws(ImportFault) -> Row {
        guard let members = value.members, members.count <= columns else {
            throw fault(line, "A row is an object with at most \(columns) members.", nil)
        }
        var fields: [String: String] = [:]
        for member in members {
            switch member.value {
            case .string(let text), .number(let text): fields[member.key] = text
            case .bool(let flag): fields[member.key] = flag ? "true" : "false"
            case .null, .array, .object: break
            }
        }
        return Row(line: line, fields: fields)
    }

    private static func columns(of rows: [Row]) -> [String] {
        rows.reduce(into: Set<String>()) { $0.formUnion($1.fields.keys) }.sorted()
    }

    private static var tooMany: ImportFault {
        fault(1, "The file has more than \(PackLimits.goals) rows.", "Split it into several sets.")
    }

    private static func fault(_ line: Int, _ message: String, _ hint: String?) -> ImportFault {
        ImportFault(place: .init(line: line, column: 1), message: message, hint: hint)
    }
}
