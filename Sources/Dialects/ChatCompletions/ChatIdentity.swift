import JSON

/// The ids of an answer.
enum ChatIdentity {
    private static let prefix = "chatcmpl-"

    /// nil: absent, or empty, which is Azure's way of saying so.
    static func text(_ value: JSONValue?) -> String? {
        value?.string.flatMap { $0.isEmpty ? nil : $0 }
    }

    /// The provider's own where it is of the right form.
    static func answerID(_ provider: String?, seed: String) -> String {
        guard let provider, provider.hasPrefix(prefix) else { return prefix + seed }
        return provider
    }

    /// The provider's own, or one made where it gave none.
    static func callID(_ provider: String, _ index: Int, seed: String) -> String {
        provider.isEmpty ? "call_\(seed)\(index)" : provider
    }

    /// For a call that came without an id: results must be able to name it, and other answers have other calls.
    ///
    /// - Returns: nothing where the answer has no id either; the writers then make one.
    static func callID(of answerID: String?, _ index: Int) -> String {
        let letters = (answerID ?? "").unicodeScalars.filter {
            ("0"..."9").contains($0) || ("A"..."Z").contains($0) || ("a"..."z").contains($0)
        }
        // OpenAI takes ids of up to 40 characters.
        return letters.isEmpty ? "" : "call_" + String(String.UnicodeScalarView(letters.suffix(24))) + "\(index)"
    }
}
