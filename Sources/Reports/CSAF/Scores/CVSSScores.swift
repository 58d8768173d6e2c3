/// The three scores of a vector, in tenths. There can be two right ones: CVSS v3.0 rounds up real numbers, and what its own
/// calculator makes of that in binary floating point is a tenth more for some vectors; v3.1 ended that.
struct CVSSScores: Equatable {
    var base: Set<Int>
    var temporal: Set<Int>
    var environmental: Set<Int>

    init(_ vector: CVSSVector) {
        switch vector.version {
        case .two:
            let scores = CVSSFormulas2(vector)
            (base, temporal, environmental) = ([scores.base], [scores.temporal], [scores.environmental])
        case .three:
            let exact = CVSSFormulas3(vector) { CVSSFormulas3.roundedUp($0) }
            let floating = CVSSFormulas3(vector) { Int(($0 * 10).rounded(.up)) }
            base = [exact.base, floating.base]
            temporal = [exact.temporal, floating.temporal]
            environmental = [exact.environmental, floating.environmental]
        case .threeOne:
            let scores = CVSSFormulas3(vector) { CVSSFormulas3.roundedUp($0) }
            (base, temporal, environmental) = ([scores.base], [scores.temporal], [scores.environmental])
        }
    }

    func or(_ other: CVSSScores) -> CVSSScores {
        var scores = self
        scores.base.formUnion(other.base)
        scores.temporal.formUnion(other.temporal)
        scores.environmental.formUnion(other.environmental)
        return scores
    }

    /// The qualitative severity rating scale of CVSS v3 (section 5).
    static func severity(ofTenths score: Int) -> String {
        switch score {
        case ...0: "NONE"
        case ...39: "LOW"
        case ...69: "MEDIUM"
        case ...89: "HIGH"
        default: "CRITICAL"
        }
    }
}
