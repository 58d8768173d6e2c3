/// Whole numbers in English words, also by the Indian steps: "one lakh twenty thousand", "nine thousand five hundred", "twelve hundred".
enum NumberWords {
    static func isPart(_ word: String) -> Bool {
        small[word] != nil || tens[word] != nil || steps[word] != nil || word == "hundred"
    }

    /// nil for words in an order that makes no number: "five nine", "thousand lakh five".
    static func value(of words: [String]) -> Double? {
        var total = 0.0
        // Below the next step; nil until something of it is said.
        var group: Double?
        var lastStep = Double.infinity
        var last = Kind.start
        for word in words {
            switch true {
            case small[word] != nil:
                let value = small[word] ?? 0
                // After tens only one to nine, after a hundred anything below it.
                guard last == .start || last == .step || last == .hundred || last == .tens && (1...9).contains(value)
                else { return nil }
                group = (group ?? 0) + value
                last = .small
            case tens[word] != nil:
                guard last == .start || last == .step || last == .hundred else { return nil }
                group = (group ?? 0) + (tens[word] ?? 0)
                last = .tens
            case word == "hundred":
                guard let before = group, last == .small || last == .tens, before > 0, before < 100 else { return nil }
                group = before * 100
                last = .hundred
            default:
                guard let step = steps[word], let before = group, last != .step, step < lastStep else { return nil }
                total += before * step
                group = nil
                lastStep = step
                last = .step
            }
        }
        return last == .start ? nil : total + (group ?? 0)
    }

    private enum Kind { case start, small, tens, hundred, step }

    private static let small: [String: Double] = {
        let words =
            "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen "
            + "eighteen nineteen"
        var map: [String: Double] = ["a": 1, "an": 1]
        for (value, word) in words.split(separator: " ").enumerated() { map[String(word)] = Double(value) }
        return map
    }()

    private static let tens: [String: Double] = [
        "twenty": 20, "thirty": 30, "forty": 40, "fourty": 40, "fifty": 50, "sixty": 60, "seventy": 70, "eighty": 80,
        "ninety": 90,
    ]

    private static let steps: [String: Double] = [
        "thousand": 1e3, "lakh": 1e5, "lakhs": 1e5, "lac": 1e5, "million": 1e6, "crore": 1e7, "crores": 1e7,
        "billion": 1e9,
    ]
}
