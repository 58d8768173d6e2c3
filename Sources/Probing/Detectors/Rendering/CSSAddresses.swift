/// Addresses in a style: `url(…)`, quoted or not, and the string after `@import` (CSS Syntax Level 3, section 4.3.6).
enum CSSAddresses {
    static func all(in style: ArraySlice<UInt8>) -> [String] {
        let bytes = Array(style)
        let lowered = bytes.map(LetterFold.lower)
        var addresses: [String] = []
        for (mark, closing) in [("url(", true), ("@import", false)] {
            let pattern = Array(mark.utf8)
            var index = 0
            while let found = Self.index(of: pattern, in: lowered, from: index) {
                index = found + pattern.count
                while index < bytes.count, bytes[index] <= 0x20 { index += 1 }
                guard index < bytes.count else { break }
                let quote = bytes[index]
                if quote == UInt8(ascii: "\"") || quote == UInt8(ascii: "'") {
                    let value = bytes[(index + 1)...].prefix { $0 != quote }
                    addresses.append(String(decoding: value, as: UTF8.self))
                    index = value.endIndex
                } else if closing {
                    let value = bytes[index...].prefix { $0 > 0x20 && $0 != UInt8(ascii: ")") }
                    addresses.append(String(decoding: value, as: UTF8.self))
                    index = value.endIndex
                }
            }
        }
        return addresses
    }

    static func index(of pattern: [UInt8], in bytes: [UInt8], from start: Int) -> Int? {
        guard let first = pattern.first, bytes.count >= pattern.count, start <= bytes.count - pattern.count else {
            return nil
        }
        for index in start...(bytes.count - pattern.count) where bytes[index] == first {
            if bytes[index..<(index + pattern.count)].elementsEqual(pattern) { return index }
        }
        return nil
    }
}
