import Settings

extension RegulatorClock {
    /// All that is known, those of one regime together, the usual deadline before those of special cases.
    package static let all: [RegulatorClock] = euAIAct + certIn + code + india + newYork + california + resilience

    private static let day: UInt64 = 24
    /// Nobody has held the table against the texts themselves.
    private static let wording =
        "the address, the numbers of articles and the questions of the draft: check them against the text in force"
    private static let secondHand = "the deadline, which was read at second hand; \(wording)"

    private static let euAIAct: [RegulatorClock] = {
        let source = Source(
            title: "Regulation (EU) 2024/1689, Article 73",
            url: "https://eur-lex.europa.eu/eli/reg/2024/1689/oj",
            version: "as published in 2024; notes of 2026-11-23",
            applies:
                "an amending act adopted by the Council on 2026-06-29 moves high-risk duties to 2027-12-02 (Annex III) and 2028-08-02 (Annex I)",
            unverified: "whether that amending act was published, and the final template of the report; \(wording)"
        )
        func clock(_ name: String, _ days: UInt64, _ condition: String?, _ basis: String) -> RegulatorClock {
            RegulatorClock(
                regime: .euAIAct,
                name: name,
                article: "Art. 73",
                trigger: .awareness,
                hours: days * day,
                condition: condition,
                binds: "providers of high-risk AI systems; a deployer tells the provider (Art. 26(5))",
                basis: basis,
                source: source
            )
        }
        return [
            clock(
                "serious-incident",
                15,
                nil,
                "at the latest 15 days after awareness; an initial, incomplete report is allowed, and the system is not altered before the authorities know"
            ),
            clock(
                "widespread",
                2,
                "a widespread infringement, or a serious disruption of critical infrastructure",
                "at the latest 2 days after awareness"
            ),
            clock("death", 10, "the death of a person", "at the latest 10 days after awareness"),
        ]
    }()

    private static let certIn = [
        RegulatorClock(
            regime: .certIn,
            name: "report",
            article: "direction (ii), Annexure I",
            trigger: .awareness,
            hours: 6,
            condition: nil,
            binds:
                "service providers, intermediaries, data centres, bodies corporate and government bodies in India, for the kinds of incident of Annexure I, attacks on AI systems among them",
            basis: "within 6 hours of noticing it or being told of it",
            source: Source(
                title: "CERT-In, directions under section 70B(6) of the Information Technology Act, 28 April 2022",
                url: "https://www.cert-in.org.in/",
                version: "2022; notes of 2026-11-23",
                applies: "binding",
                unverified: wording
            )
        )
    ]

    private static let code: [RegulatorClock] = {
        func clock(
            _ name: String,
            _ days: UInt64,
            _ condition: String?,
            _ basis: String,
            _ trigger: Trigger = .awareness
        ) -> RegulatorClock {
            RegulatorClock(
                regime: .generalPurposeCode,
                name: name,
                article: "Measure 9.3",
                trigger: trigger,
                hours: days * day,
                condition: condition,
                binds: "providers of general-purpose AI models with systemic risk that signed the code",
                basis: basis,
                source: Source(
                    title: "Code of practice for general-purpose AI, safety and security chapter, measures 9.2 to 9.4",
                    url: "https://digital-strategy.ec.europa.eu/en/policies/contents-code-gpai",
                    version: "as read on 2026-11-23",
                    applies: "in force",
                    unverified: wording
                )
            )
        }
        return [
            clock(
                "serious-incident",
                15,
                nil,
                "15 days after awareness; an intermediate report at least every 4 weeks while it is unresolved"
            ),
            clock("infrastructure", 2, "a serious disruption of critical infrastructure", "2 days after awareness"),
            clock("cybersecurity", 5, "a serious breach of cybersecurity", "5 days after awareness"),
            clock("death", 10, "the death of a person", "10 days after awareness"),
            clock(
                "final",
                60,
                nil,
                "a final report at the latest 60 days after resolution; kept for 5 years",
                .resolution
            ),
        ]
    }()

    private static let india = [
        RegulatorClock(
            regime: .dataProtectionIndia,
            name: "board-detail",
            article: "Rule 7",
            trigger: .awareness,
            hours: 72,
            condition: nil,
            binds: "data fiduciaries, where personal data were breached",
            basis:
                "the Board and the people concerned are told without delay, the Board in detail within 72 hours of awareness",
            source: Source(
                title: "Digital Personal Data Protection Rules 2025, Rule 7",
                url: "https://www.meity.gov.in/",
                version: "2025; notes of 2026-11-23",
                applies: "substantive duties by 2027-05-14",
                unverified: secondHand
            )
        )
    ]

    private static let newYork = ["usual", "imminent"].map { name in
        RegulatorClock(
            regime: .newYork,
            name: name,
            article: "§1422",
            trigger: .awareness,
            hours: name == "usual" ? 72 : 24,
            condition: name == "usual" ? nil : "an imminent danger",
            binds: "developers of frontier models; not those who only deploy them",
            basis: name == "usual" ? "72 hours" : "24 hours where danger is imminent",
            source: Source(
                title: "New York, Responsible AI Safety and Education Act, §1422",
                url: "https://www.nysenate.gov/legislation/bills/2025/S6953",
                version: "notes of 2026-11-23",
                applies: "from 2027-01-01",
                unverified: "what exactly starts it; \(secondHand)"
            )
        )
    }

    private static let california = ["usual", "imminent"].map { name in
        RegulatorClock(
            regime: .california,
            name: name,
            article: "§22757.13",
            trigger: .awareness,
            hours: name == "usual" ? 15 * day : 24,
            condition: name == "usual" ? nil : "an imminent danger of death or serious injury",
            binds: "developers of frontier models",
            basis: name == "usual" ? "15 days" : "24 hours where danger is imminent",
            source: Source(
                title: "California, Senate Bill 53 (2025), §22757.13",
                url: "https://leginfo.legislature.ca.gov/faces/billNavClient.xhtml?bill_id=202520260SB53",
                version: "2025; notes of 2026-11-23",
                applies: "frontier developers only",
                unverified: "what exactly starts it; \(secondHand)"
            )
        )
    }

    private static let resilience: [RegulatorClock] = {
        func clock(_ name: String, _ hours: UInt64, _ reports: Int, _ trigger: Trigger, _ basis: String)
            -> RegulatorClock
        {
            RegulatorClock(
                regime: .cyberResilience,
                name: name,
                article: "Art. 14",
                trigger: trigger,
                hours: hours,
                condition: nil,
                reports: reports,
                binds: "manufacturers of products with digital elements, for vulnerabilities in their own software",
                basis: basis,
                source: Source(
                    title: "Regulation (EU) 2024/2847, Article 14",
                    url: "https://eur-lex.europa.eu/eli/reg/2024/2847/oj",
                    version: "as published in 2024; notes of 2026-11-23",
                    applies: "since 2026-09-11",
                    unverified: secondHand
                )
            )
        }
        return [
            clock("early-warning", 24, 1, .awareness, "an early warning within 24 hours of awareness"),
            clock("notification", 72, 2, .awareness, "the notification within 72 hours of awareness"),
            clock(
                "final",
                14 * day,
                1,
                .resolution,
                "the final report within 14 days of a fix; reckoned here from the resolution"
            ),
        ]
    }()
}
