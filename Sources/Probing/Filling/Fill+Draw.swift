import Domain

extension Fill {
    /// Draws what a trial's placeholders stand for; the same seed gives the same.
    /// - Parameter wordy: the canary is one rare word instead of 96 random bits: what people really use as a secret.
    package static func draw(seed: UInt64, wordy: Bool) -> Fill {
        var random = SeededRandom(seed: seed)
        // Drawn in any case, so that what follows does not depend on `wordy`.
        let token = random.hexadecimal(24)
        let nonce = random.hexadecimal(24)
        let words = RareWords.all
        let first = Int.random(in: 0..<words.count, using: &random)
        // Another word than the canary.
        let second = (first + Int.random(in: 1..<words.count, using: &random)) % words.count
        return Fill(
            canary: wordy ? words[first] : token,
            nonce: nonce,
            word: words[second],
            identifiers: SeededIdentifiers.draw(&random)
        )
    }
}

extension SeededRandom {
    mutating func hexadecimal(_ digits: Int) -> String {
        let alphabet = Array("0123456789abcdef".utf8)
        var text: [UInt8] = []
        var bits: UInt64 = 0
        for place in 0..<digits {
            if place % 16 == 0 { bits = next() }
            text.append(alphabet[Int(bits & 15)])
            bits >>= 4
        }
        // A token without a letter or without a digit would be searched for as something else.
        if !text.contains(where: { $0 > 0x39 }) || !text.contains(where: { $0 <= 0x39 }) { return hexadecimal(digits) }
        return String(decoding: text, as: UTF8.self)
    }
}
