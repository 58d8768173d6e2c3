/// Letters of other scripts, and letter-like signs, that a reader takes for a Latin letter or a digit. Our own small map: what looks
/// alike in common fonts, and what attack tools put in. Not Unicode's list (UTS 39), which is far longer and folds other pairs too.
enum Confusables {
    static func ascii(_ scalar: UInt32) -> UInt8? {
        if let base = ranges.first(where: { $0.from <= scalar && scalar < $0.from + $0.count }) {
            return base.first + UInt8(truncatingIfNeeded: (scalar - base.from) % base.cycle)
        }
        return alike[scalar]
    }

    /// A run of the alphabet (or of the digits), perhaps several times over.
    private struct Run {
        var from: UInt32
        var count: UInt32
        var first: UInt8
        var cycle: UInt32 = 26
    }

    private static let ranges: [Run] = [
        Run(from: 0x24B6, count: 26, first: UInt8(ascii: "A")), Run(from: 0x24D0, count: 26, first: UInt8(ascii: "a")),
        Run(from: 0x249C, count: 26, first: UInt8(ascii: "a")), Run(from: 0x2460, count: 9, first: UInt8(ascii: "1")),
        Run(from: 0x1F110, count: 26, first: UInt8(ascii: "A")),
        Run(from: 0x1F130, count: 26, first: UInt8(ascii: "A")),
        Run(from: 0x1F150, count: 26, first: UInt8(ascii: "A")),
        Run(from: 0x1F170, count: 26, first: UInt8(ascii: "A")),
        Run(from: 0x1F1E6, count: 26, first: UInt8(ascii: "A")), Run(from: 0x2776, count: 9, first: UInt8(ascii: "1")),
        Run(from: 0x2080, count: 10, first: UInt8(ascii: "0"), cycle: 10),
        Run(from: 0x1D7CE, count: 50, first: UInt8(ascii: "0"), cycle: 10),
    ]

    /// Mathematical alphabets (U+1D400–1D6A3) run A–Z, a–z in turn; the few holes among them stand in `alike`.
    static func mathematical(_ scalar: UInt32) -> UInt8? {
        guard (0x1D400...0x1D6A3).contains(scalar) else { return nil }
        let place = (scalar - 0x1D400) % 52
        return place < 26 ? UInt8(ascii: "A") + UInt8(place) : UInt8(ascii: "a") + UInt8(place - 26)
    }

    private static let alike: [UInt32: UInt8] = {
        var map: [UInt32: UInt8] = [:]
        for (letter, others) in lookAlikes {
            for scalar in others.unicodeScalars { map[scalar.value] = letter }
        }
        return map
    }()

    private static let lookAlikes: [(UInt8, String)] = [
        (UInt8(ascii: "a"), "аαɑᴀᵃₐ⍺ɐ"), (UInt8(ascii: "A"), "АΑᎪ"), (UInt8(ascii: "b"), "ЬьвβʙᵇƄ"),
        (UInt8(ascii: "B"), "ВΒᏴℬ"), (UInt8(ascii: "c"), "сϲᴄᶜⅽɔ¢"), (UInt8(ascii: "C"), "СϹⅭℂℭᏟ"),
        (UInt8(ascii: "d"), "ԁɗᴅᵈⅾⅆժ"), (UInt8(ascii: "D"), "ⅮᎠⅅ"), (UInt8(ascii: "e"), "еєεᴇᵉₑℯⅇҽǝɘ"),
        (UInt8(ascii: "E"), "ЕΕℰᎬ"), (UInt8(ascii: "f"), "ғꜰᶠϝɟ"), (UInt8(ascii: "F"), "ℱϜ"),
        (UInt8(ascii: "g"), "ɡɢᵍցℊƍ"), (UInt8(ascii: "G"), "ԌᏀ"), (UInt8(ascii: "h"), "һнʜʰₕհℎɥ"),
        (UInt8(ascii: "H"), "НΗℋℌℍᎻ"), (UInt8(ascii: "i"), "іιɪⁱᵢⅰℹⅈӏᴉ"), (UInt8(ascii: "I"), "ІΙⅠℐℑ"),
        (UInt8(ascii: "j"), "јʝᴊʲⱼⅉϳɾ"), (UInt8(ascii: "J"), "ЈͿᎫ"), (UInt8(ascii: "k"), "кκᴋᵏₖʞ"),
        (UInt8(ascii: "K"), "КΚKᏦ"), (UInt8(ascii: "l"), "ʟˡₗⅼℓ"), (UInt8(ascii: "L"), "ⅬℒᏞ"),
        (UInt8(ascii: "m"), "мᴍᵐₘⅿɱɯ"), (UInt8(ascii: "M"), "МΜⅯℳᎷ"), (UInt8(ascii: "n"), "пηɴⁿₙոռ"),
        (UInt8(ascii: "N"), "ΝℕИ"), (UInt8(ascii: "o"), "оοσᴏᵒₒօℴ"), (UInt8(ascii: "O"), "ОΟՕ"),
        (UInt8(ascii: "p"), "рρᴘᵖₚ"), (UInt8(ascii: "P"), "РΡℙᏢ"), (UInt8(ascii: "q"), "ԛզգ"),
        (UInt8(ascii: "Q"), "ℚԚ"), (UInt8(ascii: "r"), "гʀʳᵣɹ"), (UInt8(ascii: "R"), "ℛℜℝᎡ"),
        (UInt8(ascii: "s"), "ѕꜱˢₛʂ"), (UInt8(ascii: "S"), "ЅᏚ"), (UInt8(ascii: "t"), "тτᴛᵗₜʇ"),
        (UInt8(ascii: "T"), "ТΤᎢ"), (UInt8(ascii: "u"), "υᴜᵘᵤսиц"), (UInt8(ascii: "U"), "Ս"),
        (UInt8(ascii: "v"), "νѵᴠᵛᵥⅴʌ"), (UInt8(ascii: "V"), "ⅤѴᏙ"), (UInt8(ascii: "w"), "ԝωᴡʷшʍ"),
        (UInt8(ascii: "W"), "ԜᎳ"), (UInt8(ascii: "x"), "хχˣₓⅹ×"), (UInt8(ascii: "X"), "ХΧⅩ"),
        (UInt8(ascii: "y"), "уγʏʸүʎ"), (UInt8(ascii: "Y"), "УΥҮ"), (UInt8(ascii: "z"), "ᴢᶻʐ"),
        (UInt8(ascii: "Z"), "ΖℤℨᏃ"), (UInt8(ascii: "0"), "⁰"), (UInt8(ascii: "1"), "¹"), (UInt8(ascii: "2"), "²"),
        (UInt8(ascii: "3"), "³"), (UInt8(ascii: "4"), "⁴"), (UInt8(ascii: "5"), "⁵"), (UInt8(ascii: "6"), "⁶"),
        (UInt8(ascii: "7"), "⁷"), (UInt8(ascii: "8"), "⁸"), (UInt8(ascii: "9"), "⁹"),
    ]
}
