import Domain

/// Names for files and programs, of names that people chose.
package enum Slug {
    /// A file's name that no name can leave its folder by, and that tells names apart which look alike in it: letters, digits, `-` and `.`
    /// inside as they are, others as `_`, and where that changes anything a digest behind it.
    package static func name(_ text: String) -> String {
        var result = ""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "a"..."z", "0"..."9", "-": result.unicodeScalars.append(scalar)
            case ".": result += result.isEmpty || result.hasSuffix(".") ? "_" : "."
            default: result += "_"
            }
        }
        if result.hasSuffix(".") { result = result.dropLast() + "_" }
        result = String(result.prefix(64))
        return result == text && !result.isEmpty ? result : "\(result)-\(id(text))"
    }

    /// 12 letters and digits.
    package static func id(_ text: String) -> String {
        let digits = String(TextDigest(text.utf8).mixed, radix: 36)
        return String(repeating: "0", count: max(0, 12 - digits.count)) + digits.suffix(12)
    }
}
