extension CSAFRule {
    /// The categories that the standard gives a profile.
    enum Profile {
        static let incident = "csaf_security_incident_response"
        static let informational = "csaf_informational_advisory"
        static let advisory = "csaf_security_advisory"
        static let exploitability = "csaf_vex"
        static let all = [incident, informational, advisory, exploitability]
    }

    /// 6.1.26: a document of one's own category does not bear the name of a profile whose tests it evades.
    static let prohibitedCategory = CSAFRule(.prohibitedCategory) { facts, found in
        let category = facts.category
        guard category != "csaf_base", !Profile.all.contains(category),
            let pointer = facts.document?["category"]?.pointer
        else { return }
        if category.lowercased().hasPrefix("csaf_") {
            found.fault(
                pointer,
                "`csaf_` is kept for the categories of the standard. Write one of \((["csaf_base"] + Profile.all).listed), or a name without it."
            )
        } else if let profile = Profile.all.first(where: { names(of: $0).contains(plain(category)) }) {
            found.fault(pointer, "`\(category.excerpt)` is the name of a profile. Write `\(profile)`, or another name.")
        }
    }

    private static func names(of profile: String) -> [String] { [plain(profile), plain(String(profile.dropFirst(5)))] }

    /// In lower case, without dashes, white space and underscores.
    private static func plain(_ text: String) -> String {
        String(
            String.UnicodeScalarView(
                text.lowercased().unicodeScalars.filter {
                    !$0.isSpace && $0 != "_" && $0.properties.generalCategory != .dashPunctuation
                }
            )
        )
    }
}
