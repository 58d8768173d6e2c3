import JSON

/// Reads labelled rows from a file's bytes: JSONL, or CSV (RFC 4180) with a line of names. Members: `text` and `label`, and perhaps
/// `detector`, `system`, `canary`, `language`; others are passed over.
package enum LabelledRows {
    package struct Fault: Error, Hashable, Sendable, CustomStringConvertible {
        /// From 1; for CSV the record, where the line of names is the first.
        package var row: Int
        package var message: String

        package var description: String { "row \(row): \(message)" }
    }

    private static let mostFields = 64
    private static let mostRows = 1_000_000

    /// JSONL if the first character that is not white space is a brace.
    package static func read(_ bytes: [UInt8]) throws(Fault) -> [LabelledRow] {
        let hasMark = bytes.starts(with: [0xEF, 0xBB, 0xBF])
        let body = hasMark ? Array(bytes.dropFirst(3)) : bytes
        return body.first(where: { $0 > 0x20 }) == UInt8(ascii: "{") ? try lines(body) : try table(body)
    }

    private static func lines(_ bytes: [UInt8]) throws(Fault) -> [LabelledRow] {
        var rows: [LabelledRow] = []
        for (index, line) in bytes.split(separator: 0x0A, omittingEmptySubsequences: false).enumerated() {
            if line.allSatisfy({ $0 <= 0x20 }) { continue }
            let value: JSONValue
            do {
                value = try JSONValue(parsing: Array(line))
            } catch {
                throw Fault(row: index + 1, message: "not JSON: \(error.message)")
            }
            rows.append(
                try row(index + 1) { name in
                    switch value[name] {
                    case .string(let text), .number(let text): text
                    case .bool(let flag): flag ? "true" : "false"
                    case .object, .array, .null, nil: nil
                    }
                }
            )
        }
        return rows
    }

    private static func table(_ bytes: [UInt8]) throws(Fault) -> [LabelledRow] {
        guard String(validating: bytes, as: UTF8.self) != nil else { throw Fault(row: 1, message: "not valid UTF-8") }
        var reader = CSVReader(bytes, delimiter: 0x2C, mostFields: mostFields, mostRows: mostRows)
        let records: [CSVReader.Row]
        do {
            records = try reader.read()
        } catch {
            throw Fault(row: error.place.line, message: error.message)
        }
        guard let names = records.first?.fields else { return [] }
        var rows: [LabelledRow] = []
        for (index, record) in records.enumerated().dropFirst() {
            rows.append(
                try row(index + 1) { name in
                    guard let place = names.firstIndex(of: name), !record.fields[place].isEmpty else { return nil }
                    return record.fields[place]
                }
            )
        }
        return rows
    }

    private static func row(_ number: Int, _ member: (String) -> String?) throws(Fault) -> LabelledRow {
        guard let label = member("label") else { throw Fault(row: number, message: "no label") }
        let isPositive: Bool
        switch label.lowercased() {
        case "1", "true", "yes", "hit", "positive", "refused": isPositive = true
        case "0", "false", "no", "pass", "negative", "answered": isPositive = false
        default: throw Fault(row: number, message: "the label '\(Excerpt.cut(label))' is neither hit nor pass")
        }
        return LabelledRow(
            text: member("text") ?? "",
            isPositive: isPositive,
            detector: member("detector"),
            system: member("system"),
            canary: member("canary"),
            language: member("language") ?? "en"
        )
    }
}
