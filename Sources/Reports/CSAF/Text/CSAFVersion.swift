/// A version of a document: a whole number, or one of Semantic Versioning 2.0.0. Numbers may be of any length.
enum CSAFVersion: Hashable, Comparable {
    case integer(Numeral)
    case semantic(Semantic)

    struct Semantic: Hashable {
        var major: Numeral
        var minor: Numeral
        var patch: Numeral
        /// Identifiers between dots; empty: none.
        var prerelease: [String] = []
    }

    /// Build metadata is read and dropped: it says nothing about order (semver.org, 10).
    init?(_ text: String) {
        if let number = Numeral(text[...]) {
            self = .integer(number)
            return
        }
        var rest = text[...]
        if let plus = rest.firstIndex(of: "+") {
            guard Self.identifiers(rest[rest.index(after: plus)...]) != nil else { return nil }
            rest = rest[..<plus]
        }
        var prerelease: [String] = []
        if let dash = rest.firstIndex(of: "-") {
            guard let identifiers = Self.identifiers(rest[rest.index(after: dash)...]),
                identifiers.allSatisfy({ !$0.utf8.allSatisfy(\.isDigit) || Numeral($0[...]) != nil })
            else { return nil }
            prerelease = identifiers
            rest = rest[..<dash]
        }
        let parts = rest.split(separator: ".", omittingEmptySubsequences: false).map(Numeral.init)
        guard parts.count == 3, let major = parts[0], let minor = parts[1], let patch = parts[2] else { return nil }
        self = .semantic(Semantic(major: major, minor: minor, patch: patch, prerelease: prerelease))
    }

    private static func identifiers(_ text: Substring) -> [String]? {
        let parts = text.split(separator: ".", omittingEmptySubsequences: false)
        guard parts.allSatisfy({ !$0.isEmpty && $0.utf8.allSatisfy { $0.isLetter || $0.isDigit || $0 == 0x2D } }) else {
            return nil
        }
        return parts.map(String.init)
    }

    /// The number itself, or the first of three.
    var major: Numeral {
        switch self {
        case .integer(let number): number
        case .semantic(let version): version.major
        }
    }

    var prerelease: [String] {
        switch self {
        case .integer: []
        case .semantic(let version): version.prerelease
        }
    }

    var isSemantic: Bool {
        switch self {
        case .integer: false
        case .semantic: true
        }
    }

    var withoutPrerelease: CSAFVersion {
        switch self {
        case .integer: return self
        case .semantic(var version):
            version.prerelease = []
            return .semantic(version)
        }
    }

    /// Precedence (semver.org, 11). Where the two kinds are mixed, 2 counts as 2.0.0.
    static func < (left: CSAFVersion, right: CSAFVersion) -> Bool {
        let (one, other) = (left.semantic, right.semantic)
        if one.major != other.major { return one.major < other.major }
        if one.minor != other.minor { return one.minor < other.minor }
        if one.patch != other.patch { return one.patch < other.patch }
        guard !one.prerelease.isEmpty, !other.prerelease.isEmpty else {
            return !one.prerelease.isEmpty && other.prerelease.isEmpty
        }
        for (first, second) in zip(one.prerelease, other.prerelease) where first != second {
            switch (Numeral(first[...]), Numeral(second[...])) {
            case (let first?, let second?): return first < second
            case (_?, nil): return true
            case (nil, _?): return false
            case (nil, nil): return first.utf8.lexicographicallyPrecedes(second.utf8)
            }
        }
        return one.prerelease.count < other.prerelease.count
    }

    private var semantic: Semantic {
        switch self {
        case .integer(let number): Semantic(major: number, minor: .zero, patch: .zero)
        case .semantic(let version): version
        }
    }
}
