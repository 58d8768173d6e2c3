/// What a provider said instead of an answer, as far as deciding needs it.
package struct ProviderAnswer: Sendable, Equatable {
    /// Whose table of shapes applies.
    package enum Kind: Sendable, Equatable, CaseIterable {
        /// OpenAI, and Azure's rendering of it.
        case openAI
        case anthropic
        /// Whatever resembles either.
        case compatible
        /// The built-in model, which speaks as the vendor of the request's dialect would.
        case rehearsal
    }

    /// Every known phrase stands near a message's beginning; what follows is often an echo of the request.
    package static let longestMessage = 2_048
    /// More than twice the longest known code, `unsupported_country_region_territory`.
    package static let longestWord = 96

    package let kind: Kind
    /// Of the HTTP answer. 2xx: the error came inside an answer that had begun well, such as a stream's error event.
    package let status: Int
    /// These three are in lower case (ASCII) and cut at their bound.
    package let type: String?
    package let code: String?
    package let parameter: String?
    /// The message in lower case (ASCII), cut at `longestMessage`. Looked at, never shown: it can hold content.
    let words: [UInt8]

    package init(
        kind: Kind,
        status: Int,
        type: String? = nil,
        code: String? = nil,
        parameter: String? = nil,
        message: String? = nil
    ) {
        self.kind = kind
        self.status = status
        self.type = Self.word(type)
        self.code = Self.word(code)
        self.parameter = Self.word(parameter)
        words = Self.lowered(message ?? "", Self.longestMessage)
    }

    /// Some proxies write an empty text where they mean null.
    private static func word(_ text: String?) -> String? {
        guard let text, !text.isEmpty else { return nil }
        return String(decoding: lowered(text, longestWord), as: UTF8.self)
    }

    private static func lowered(_ text: String, _ limit: Int) -> [UInt8] {
        text.utf8.prefix(limit).map { (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains($0) ? $0 | 0x20 : $0 }
    }
}
