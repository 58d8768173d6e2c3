import Reports
import Testing

@Suite("Softening words in notices")
struct NoticeLintTests {
    @Test(
        "words that make a recall sound like less are found, in English and in Hindi",
        arguments: [
            ("A voluntary recall.", ["voluntary"]), ("We recall it VOLUNTARILY.", ["VOLUNTARILY"]),
            ("As a precautionary measure", ["precautionary"]), ("as a precaution", ["precaution"]),
            ("at our discretion", ["discretion"]), ("Discretionary.", ["Discretionary"]),
            ("In rare situations it errs", ["rare situations"]), ("in specific situations", ["specific situations"]),
            ("in very rare cases", ["rare cases"]), ("There were few reports.", ["few reports"]),
            ("no reported accidents", ["no reported accidents"]),
            ("a small number of complaints", ["number of complaints"]),
            ("Out of an abundance of caution, voluntary", ["abundance of caution", "voluntary"]),
            ("यह स्वैच्छिक है", ["स्वैच्छिक"]), ("एहतियातन रोका गया", ["एहतियातन"]), ("एहतियाती कदम", ["एहतियाती"]),
            ("सावधानी के तौर पर", ["सावधानी के तौर पर"]), ("विवेकाधीन", ["विवेकाधीन"]),
            ("दुर्लभ मामलों में", ["दुर्लभ मामलों"]), ("विशेष परिस्थितियों में", ["विशेष परिस्थितियों"]),
            ("कुछ शिकायतें मिलीं", ["कुछ शिकायतें"]), ("कोई शिकायत नहीं मिली", ["कोई शिकायत नहीं"]),
        ]
    )
    func found(text: String, words: [String]) {
        #expect(NoticeLint.softeners(in: text).map(\.words) == words)
        #expect(NoticeLint.warning(of: text)?.contains("`\(words[0])`") == true)
    }

    @Test(
        "plain words are left alone",
        arguments: [
            "", "Unsafe advice on dosage.", "It gives secrets away.", "Reports of harm: stop using it.",
            "The situation is serious.",
            "A case of rare earths.", "Few can resist it.", "यह मॉडल गलत खुराक बताता है।", "इसका उपयोग बंद करें।",
            "कुछ उत्तर हानि कर सकते हैं।",
        ]
    )
    func plain(text: String) {
        #expect(NoticeLint.softeners(in: text).isEmpty && NoticeLint.warning(of: text) == nil)
    }

    @Test("joiners hide no word")
    func joiners() {
        #expect(NoticeLint.softeners(in: "स्वै\u{200D}च्छिक").count == 1)
    }
}
