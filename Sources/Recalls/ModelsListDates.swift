import JSON

/// When models end, as a provider's list of models tells: `shutdown_date` of an entry, `YYYY-MM-DD` (OpenAI's API).
package enum ModelsListDates {
    /// - Returns: by the provider's id of a model, its last day.
    package static func read(_ list: [UInt8]) -> [String: String] {
        guard let elements = (try? JSONValue(parsing: list))?["data"]?.elements else { return [:] }
        var dates: [String: String] = [:]
        for element in elements {
            guard let id = element["id"]?.string, let date = element["shutdown_date"]?.string else { continue }
            let day = date.prefix(10)
            guard day.utf8.count == 10, day.utf8.enumerated().allSatisfy(isOfDay) else { continue }
            dates[id] = String(day)
        }
        return dates
    }

    private static func isOfDay(_ place: Int, _ byte: UInt8) -> Bool {
        place == 4 || place == 7 ? byte == UInt8(ascii: "-") : (0x30...0x39).contains(byte)
    }
}
