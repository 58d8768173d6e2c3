/// Reads alphabets of signals: Morse (ITU-R M.1677-1), Braille (grade 1), the spelling alphabet of radio (ICAO).
enum SignalReading {
    /// Runs of five or more Morse letters; a stroke, a line's end or several spaces part words.
    static func morse(_ scalars: [UInt32]) -> [UInt32] {
        var found: [UInt32] = []
        var run: [UInt32] = []
        var letters = 0
        // A leading 1, then a bit for each signal.
        var code = 1
        var spaces = 0
        func endLetter() {
            guard code > 1 else { return }
            if code < morseLetters.count, morseLetters[code] != UInt8(ascii: "?") {
                run.append(UInt32(morseLetters[code]))
                letters += 1
            }
            code = 1
        }
        func endRun() {
            endLetter()
            if letters >= 4 { found += run + [0x0A] }
            run.removeAll(keepingCapacity: true)
            letters = 0
        }
        for scalar in scalars {
            switch scalar {
            case 0x2E, 0xB7, 0x2022, 0x2219, 0x22C5, 0x25CF: code = min(code << 1, 1 << 8)
            case 0x2D, 0x2013, 0x2014, 0x2212, 0x5F, 0x2010, 0x2011: code = min(code << 1 | 1, 1 << 8)
            case 0x20, 0xA0:
                endLetter()
                spaces += 1
                if spaces == 2 { run.append(0x20) }
                continue
            case 0x0A, 0x0D, 0x09, 0x2F, 0x7C, 0x60, 0x2A, 0x2C:
                endLetter()
                if run.last != 0x20 { run.append(0x20) }
            default: endRun()
            }
            spaces = 0
        }
        endRun()
        return found
    }

    /// By code: dot 0, dash 1, after a leading 1.
    private static let morseLetters: [UInt8] = {
        var letters = [UInt8](repeating: UInt8(ascii: "?"), count: 64)
        let signs =
            "a.- b-... c-.-. d-.. e. f..-. g--. h.... i.. j.--- k-.- l.-.. m-- n-. o--- p.--. q--.- r.-. s... t- u..- v...- w.-- "
            + "x-..- y-.-- z--.. 0----- 1.---- 2..--- 3...-- 4....- 5..... 6-.... 7--... 8---.. 9----."
        for sign in signs.split(separator: " ") {
            let code = sign.utf8.dropFirst().reduce(1) { $0 << 1 | ($1 == UInt8(ascii: "-") ? 1 : 0) }
            if let letter = sign.utf8.first, code < letters.count { letters[code] = letter }
        }
        return letters
    }()

    /// Runs of Braille cells. After the number sign the letters a–j are digits, up to a letter that is none of them, a letter sign
    /// or a space; a text of both letters and digits is written in more ways than one, so a second reading without digits follows.
    static func braille(_ scalars: [UInt32]) -> [UInt32] {
        var found: [UInt32] = []
        for readsDigits in [true, false] {
            var isNumber = false
            for scalar in scalars {
                guard (0x2801...0x283F).contains(scalar) else {
                    isNumber = false
                    if scalar == 0x2800 || scalar == 0x20 || scalar == 0x0A, found.last != 0x20 { found.append(0x20) }
                    continue
                }
                let cell = UInt8(scalar - 0x2800)
                if cell == 0x3C || cell == 0x30 || cell == 0x20 {
                    isNumber = cell == 0x3C && readsDigits
                    continue
                }
                guard let place = brailleCells.firstIndex(of: cell) else { continue }
                if place >= 10 { isNumber = false }
                found.append(UInt32(isNumber ? 0x30 + (place + 1) % 10 : 0x61 + place))
            }
            found.append(0x0A)
        }
        return found.contains { $0 > 0x20 } ? found : []
    }

    /// The cells of a–z.
    private static let brailleCells: [UInt8] = [
        0x01, 0x03, 0x09, 0x19, 0x11, 0x0B, 0x1B, 0x13, 0x0A, 0x1A, 0x05, 0x07, 0x0D, 0x1D, 0x15, 0x0F, 0x1F, 0x17,
        0x0E, 0x1E,
        0x25, 0x27, 0x3A, 0x2D, 0x3D, 0x35,
    ]

    /// Runs of four or more words of the spelling alphabet; `as`, `in`, `for` and single letters may stand between.
    static func nato(_ lowercased: [UInt8]) -> [UInt32] {
        var found: [UInt32] = []
        var run: [UInt32] = []
        for word in lowercased.split(whereSeparator: { !LetterFold.isAlphanumeric($0) }) {
            if (2...8).contains(word.count), let letter = natoWords[String(decoding: word, as: UTF8.self)] {
                run.append(UInt32(letter))
            } else if word.count > 3 || !natoFillers.contains(String(decoding: word, as: UTF8.self)) && word.count > 1 {
                if run.count >= 4 { found += run + [0x0A] }
                run.removeAll(keepingCapacity: true)
            }
        }
        if run.count >= 4 { found += run }
        return found
    }

    private static let natoFillers: Set<String> = ["as", "in", "for", "ray"]

    private static let natoWords: [String: UInt8] = {
        let words =
            "alfa alpha bravo charlie delta echo foxtrot golf hotel india juliet juliett kilo lima mike november oscar papa "
            + "quebec romeo sierra tango uniform victor whiskey whisky xray yankee zulu"
        var map = Dictionary(
            words.split(separator: " ").map { (String($0), $0.utf8.first ?? 0) },
            uniquingKeysWith: { first, _ in first }
        )
        let digits = ["zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine"]
        for (value, word) in digits.enumerated() { map[word] = 0x30 + UInt8(value) }
        map["niner"] = 0x39
        map["x"] = 0x78
        return map
    }()
}
