/// Letters of other scripts, and letter-like signs, that a reader takes for a Latin letter or a digit. Our own small map: what looks
/// alike in common fonts, and what attack tools put in. Not Unicode's list (UTS 39), which is far longer and folds other pairs too.
enum Confusables {
    static func ascii(_ scalar: UInt32) -> UInt8? {
        // Where runs stand; most letters of other scripts lie between.
        let mayRun = (0x2080..<0x27A0).contains(scalar) || scalar >= 0x1CCD6
        if mayRun, let base = ranges.first(where: { $0.from <= scalar && scalar < $0.from + $0.count }) {
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
        // In rings, double rings, white on black, in brackets, before a point or a comma; what stands for ten and more is no digit.
        Run(from: 0x24EA, count: 1, first: UInt8(ascii: "0")), Run(from: 0x24FF, count: 1, first: UInt8(ascii: "0")),
        Run(from: 0x24F5, count: 9, first: UInt8(ascii: "1")), Run(from: 0x2780, count: 9, first: UInt8(ascii: "1")),
        Run(from: 0x278A, count: 9, first: UInt8(ascii: "1")), Run(from: 0x2474, count: 9, first: UInt8(ascii: "1")),
        Run(from: 0x2488, count: 9, first: UInt8(ascii: "1")), Run(from: 0x1F100, count: 1, first: UInt8(ascii: "0")),
        Run(from: 0x1F101, count: 10, first: UInt8(ascii: "0")), Run(from: 0x1F10B, count: 1, first: UInt8(ascii: "0")),
        Run(from: 0x1F10C, count: 1, first: UInt8(ascii: "0")), Run(from: 0x1FBF0, count: 10, first: UInt8(ascii: "0")),
        Run(from: 0x1F12B, count: 1, first: UInt8(ascii: "C")), Run(from: 0x1F12C, count: 1, first: UInt8(ascii: "R")),
        Run(from: 0x1CCD6, count: 26, first: UInt8(ascii: "A")),
        Run(from: 0x1CCF0, count: 10, first: UInt8(ascii: "0")),
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
        (UInt8(ascii: "a"), "аαɑᴀᵃₐ⍺ɐ"), (UInt8(ascii: "A"), "АΑᎪᴬ"), (UInt8(ascii: "b"), "ЬьвβʙᵇƄ"),
        (UInt8(ascii: "B"), "ВΒᏴℬᴮ"), (UInt8(ascii: "c"), "сϲᴄᶜⅽɔ¢"), (UInt8(ascii: "C"), "СϹⅭℂℭᏟꟲ"),
        (UInt8(ascii: "d"), "ԁɗᴅᵈⅾⅆժ"), (UInt8(ascii: "D"), "ⅮᎠⅅᴰ"), (UInt8(ascii: "e"), "еєεᴇᵉₑℯⅇҽǝɘ"),
        (UInt8(ascii: "E"), "ЕΕℰᎬᴱ"), (UInt8(ascii: "f"), "ғꜰᶠϝɟ"), (UInt8(ascii: "F"), "ℱϜꟳ"),
        (UInt8(ascii: "g"), "ɡɢᵍցℊƍ"), (UInt8(ascii: "G"), "ԌᏀᴳ"), (UInt8(ascii: "h"), "һнʜʰₕհℎɥ"),
        (UInt8(ascii: "H"), "НΗℋℌℍᎻᴴ"), (UInt8(ascii: "i"), "іιɪⁱᵢⅰℹⅈӏᴉ"), (UInt8(ascii: "I"), "ІΙⅠℐℑᴵ"),
        (UInt8(ascii: "j"), "јʝᴊʲⱼⅉϳɾ"), (UInt8(ascii: "J"), "ЈͿᎫᴶ"), (UInt8(ascii: "k"), "кκᴋᵏₖʞ"),
        (UInt8(ascii: "K"), "КΚKᏦᴷ"), (UInt8(ascii: "l"), "ʟˡₗⅼℓ"), (UInt8(ascii: "L"), "ⅬℒᏞᴸ"),
        (UInt8(ascii: "m"), "мᴍᵐₘⅿɱɯ"), (UInt8(ascii: "M"), "МΜⅯℳᎷᴹ"), (UInt8(ascii: "n"), "пηɴⁿₙոռ"),
        (UInt8(ascii: "N"), "ΝℕИᴺ"), (UInt8(ascii: "o"), "оοσᴏᵒₒօℴ"), (UInt8(ascii: "O"), "ОΟՕᴼ"),
        (UInt8(ascii: "p"), "рρᴘᵖₚ"), (UInt8(ascii: "P"), "РΡℙᏢᴾ"), (UInt8(ascii: "q"), "ԛզգꞯ𐞥"),
        (UInt8(ascii: "Q"), "ℚԚꟴ"), (UInt8(ascii: "r"), "гʀʳᵣɹ"), (UInt8(ascii: "R"), "ℛℜℝᎡᴿ"),
        (UInt8(ascii: "s"), "ѕꜱˢₛʂ"), (UInt8(ascii: "S"), "ЅᏚ"), (UInt8(ascii: "t"), "тτᴛᵗₜʇ"),
        (UInt8(ascii: "T"), "ТΤᎢᵀ"), (UInt8(ascii: "u"), "υᴜᵘᵤսиц"), (UInt8(ascii: "U"), "Սᵁ"),
        (UInt8(ascii: "v"), "νѵᴠᵛᵥⅴʌ"), (UInt8(ascii: "V"), "ⅤѴᏙⱽ"), (UInt8(ascii: "w"), "ԝωᴡʷшʍ"),
        (UInt8(ascii: "W"), "ԜᎳᵂ"), (UInt8(ascii: "x"), "хχˣₓⅹ×"), (UInt8(ascii: "X"), "ХΧⅩ"),
        (UInt8(ascii: "y"), "уγʏʸүʎ"), (UInt8(ascii: "Y"), "УΥҮ"), (UInt8(ascii: "z"), "ᴢᶻʐ"),
        (UInt8(ascii: "Z"), "ΖℤℨᏃ"), (UInt8(ascii: "0"), "⁰"), (UInt8(ascii: "1"), "¹"), (UInt8(ascii: "2"), "²"),
        (UInt8(ascii: "3"), "³"), (UInt8(ascii: "4"), "⁴"), (UInt8(ascii: "5"), "⁵"), (UInt8(ascii: "6"), "⁶"),
        (UInt8(ascii: "7"), "⁷"), (UInt8(ascii: "8"), "⁸"), (UInt8(ascii: "9"), "⁹"),
    ]
}
