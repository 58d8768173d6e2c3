import JSON
import Settings

extension Failure {
    /// As the operator API tells of what went wrong.
    var json: JSONValue {
        .object(
            (
                "error",
                .object(
                    ("code", .string(code.rawValue)),
                    ("message", .string(message)),
                    ("problems", problems.isEmpty ? nil : .array(problems.map(\.json)))
                )
            )
        )
    }
}

extension SettingsErrors.Problem {
    var json: JSONValue {
        .object(
            ("line", .integer(line)),
            ("column", .integer(column)),
            ("path", .string(path)),
            ("message", .string(message)),
            ("hint", hint.map { .string($0) })
        )
    }
}
