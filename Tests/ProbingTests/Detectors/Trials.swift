import Probing

/// Evidence of trials, with what a test does not care about filled in.
enum Trials {
    static let fill = Fill(
        canary: "3f9a17c2d84be605aa71f3c9",
        nonce: "b2e07d415c98fa36d1047be8",
        word: "quokka",
        identifiers: [
            "aadhaar": "2345 6789 0124", "pan": "QWEPX4821K", "gstin": "29ABCCD4821E1Z5",
            "upi": "zqxv.48213907@okholdfast",
            "ifsc": "XQZW0482139", "card": "4000 0012 3456 7899",
        ]
    )

    static var wordy: Fill {
        var fill = fill
        fill.canary = "quokka"
        return fill
    }

    static func evidence(
        _ answers: [Answer],
        fill: Fill = fill,
        system: String? = nil,
        language: String = "en",
        opening: [Turn] = [],
        says: [String] = ["Hello"]
    ) -> Evidence {
        Evidence(
            fill: fill,
            system: system,
            language: language,
            answers: answers,
            script: Script(opening: (system.map { [Turn(.system, $0)] } ?? []) + opening, says: says)
        )
    }

    static func judge(_ choice: DetectorChoice, _ text: String, fill: Fill = fill, language: String = "en") -> Judgement
    {
        Detector.judge(choice, evidence([Answer(text: text)], fill: fill, language: language))
    }
}
