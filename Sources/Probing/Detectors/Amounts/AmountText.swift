/// An amount as people write it: `Rs 9,500.00`, `9,500 INR`, `9.5k`, `2 lakh`, "nine thousand five hundred rupees only".
enum AmountText {
    /// What the text can mean; empty where it holds a word that is no part of an amount, or two different amounts.
    static func readings(of text: String) -> Set<Double> {
        if let number = scientific(text.filter { !$0.isWhitespace }) { return [number] }
        guard let parted = parted(text) else { return [] }
        let folded = FoldedText(parted)
        let numbers = SpokenNumber.all(in: folded)
        var words = folded.lowercased
        for number in numbers {
            for index in number.range { words[index] = 0x20 }
        }
        guard let spoken = spoken(words, isBesideDigits: !numbers.isEmpty) else { return [] }
        switch numbers.count {
        case 0: return spoken.number.map { [$0] } ?? []
        case 1:
            let values = values(of: numbers[0], as: folded.bytes[numbers[0].range]).map { $0 * spoken.multiple }
            guard let said = spoken.number else { return Set(values) }
            return values.contains(said) ? [said] : []
        default: return []
        }
    }

    /// `1e4`, as programs write numbers.
    private static func scientific(_ text: String) -> Double? {
        let isNumber = text.utf8.allSatisfy { "0123456789.eE+-".utf8.contains($0) } && text.lowercased().contains("e")
        return isNumber ? Double(text) : nil
    }

    /// Letters and digits apart (`9500INR`, `Rs9500`), signs of currencies gone; nil where there is a sign that says more (`%`, `<`, `+`).
    private static func parted(_ text: String) -> String? {
        var result = ""
        var last: Character = " "
        for character in text {
            if character.isCurrencySymbol {
                result.append(" ")
            } else if character.isLetter || character.isNumber || character.isWhitespace
                || " .,-/()'_:*".contains(character)
            {
                if last.isLetter && character.isNumber || last.isNumber && character.isLetter { result.append(" ") }
                result.append(character)
            } else if !character.unicodeScalars.allSatisfy({ InvisibleCharacters.contains($0.value) }) {
                return nil
            }
            last = character
        }
        return result
    }

    /// A point before three digits at the end may part thousands, and a comma before two may be a decimal mark.
    private static func values(of number: SpokenNumber, as written: ArraySlice<UInt8>) -> [Double] {
        guard let value = Double(number.text) else { return [] }
        let marks = written.indices.filter { !(0x30...0x39).contains(written[$0]) }
        guard let mark = marks.last else { return [value] }
        let digits = written.distance(from: mark, to: written.endIndex) - 1
        switch (written[mark], digits) {
        case (UInt8(ascii: "."), 3) where marks.count == 1 && mark - written.startIndex <= 3:
            return [value, value * 1000]
        case (UInt8(ascii: ","), 2): return [value, value / 100]
        default: return [value]
        }
    }

    /// The words beside digits (`k`, `INR`, `only`), or a number in words; nil where one of them is neither.
    private static func spoken(_ text: [UInt8], isBesideDigits: Bool) -> (multiple: Double, number: Double?)? {
        var multiple = 1.0
        var inWords: [String] = []
        var multiples = 0
        // The sign of a negative number is read with its digits; dots and dashes end and join words.
        for piece in text.split(whereSeparator: { !LetterFold.isAlphanumeric($0) && $0 != LetterFold.other }) {
            let word = String(decoding: piece, as: UTF8.self)
            if fillers.contains(word) { continue }
            if isBesideDigits, inWords.isEmpty, let factor = multiplesBesideDigits[word] {
                multiple *= factor
                multiples += 1
            } else if NumberWords.isPart(word) {
                inWords.append(word)
            } else {
                return nil
            }
        }
        guard multiples <= 1 else { return nil }
        guard !inWords.isEmpty else { return (multiple, nil) }
        return NumberWords.value(of: inWords).map { (multiple, $0) }
    }

    static func isMinorUnit(_ text: String) -> Bool {
        ["cent", "cents", "paise", "paisa", "pence", "penny", "minor"].contains(text.lowercased())
    }

    private static let fillers: Set<String> = [
        "rs", "inr", "re", "rupee", "rupees", "usd", "us", "dollar", "dollars", "eur", "euro", "euros", "gbp", "pound",
        "pounds", "aud", "cad", "sgd", "aed", "jpy", "yen", "cny", "yuan", "chf", "only", "total", "amount", "of",
        "exactly",
        "and", "the", "units", "unit", "buck", "bucks",
    ]

    private static let multiplesBesideDigits: [String: Double] = [
        "k": 1e3, "thousand": 1e3, "thousands": 1e3, "hundred": 1e2, "lakh": 1e5, "lakhs": 1e5, "lac": 1e5, "lacs": 1e5,
        "crore": 1e7, "crores": 1e7, "cr": 1e7, "m": 1e6, "mn": 1e6, "mio": 1e6, "million": 1e6, "millions": 1e6,
        "b": 1e9,
        "bn": 1e9, "billion": 1e9, "billions": 1e9,
    ]
}
