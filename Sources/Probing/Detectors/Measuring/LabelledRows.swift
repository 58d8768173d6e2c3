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
        let records = try records(of: bytes)
        guard let names = records.first else { return [] }
        var rows: [LabelledRow] = []
        for (index, record) in records.enumerated().dropFirst() where record != [""] {
            guard record.count == names.count else {
                throw Fault(row: index + 1, message: "\(record.count) fields, but \(names.count) names")
            }
            rows.append(
                try row(index + 1) { name in
                    guard let place = names.firstIndex(of: name), !record[place].isEmpty else { return nil }
                    return record[place]
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

    /// Fields in quotes may hold commas, line ends and doubled quotes.
    static func records(of bytes: [UInt8]) throws(Fault) -> [[String]] {
        var records: [[String]] = []
        var record: [String] = []
        var field: [UInt8] = []
        var isQuoted = false
        var index = 0
        func endField() {
            record.append(String(decoding: field, as: UTF8.self))
            field.removeAll(keepingCapacity: true)
        }
        while index < bytes.count {
            let byte = bytes[index]
            let next = index + 1 < bytes.count ? bytes[index + 1] : 0
            if isQuoted {
                if byte == 0x22, next == 0x22 {
                    field.append(byte)
                    index += 1
                } else if byte == 0x22 {
                    isQuoted = false
                } else {
                    field.append(byte)
                }
            } else if byte == 0x22, field.isEmpty {
                isQuoted = true
            } else if byte == 0x2C {
                endField()
            } else if byte == 0x0A {
                endField()
                records.append(record)
                record = []
            } else if byte != 0x0D || next != 0x0A {
                field.append(byte)
            }
            index += 1
        }
        guard !isQuoted else { throw Fault(row: records.count + 1, message: "a quoted field does not end") }
        if !field.isEmpty || !record.isEmpty {
            endField()
            records.append(record)
        }
        return records
    }
}
