extension Scenario {
    /// In the order of the table. What each one plays and expects stands in `docs/scenarios.md`.
    static let all: [Scenario] = [
        .s01, .s02, .s03, .s04, .s05, .s06, .s07, .s08, .s09, .s10, .s11, .s12, .s13, .s14, .s15, .s16, .s17, .s18,
        .s19, .s20, .s21, .s22, .s23, .s24, .s25, .s26, .s27, .s28, .s29, .s30, .s31, .s32, .s33, .s34, .s35, .s36,
        .s37, .s38, .s39, .s40, .s41, .s42, .s43, .s44, .s45, .s46, .s47, .s48,
    ]
}
