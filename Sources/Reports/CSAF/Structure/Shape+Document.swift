/// The JSON schema of CSAF 2.0 (section 3.2), in the order of the standard.
extension Shape {
    static let csafDocument = object(
        [
            "document": object(
                [
                    "category": .text(.category),
                    "csaf_version": .word(["2.0"]),
                    "publisher": publisher,
                    "title": words,
                    "tracking": tracking,
                ],
                optional: [
                    "acknowledgments": acknowledgments,
                    "aggregate_severity": object(["text": words], optional: ["namespace": uri]),
                    "distribution": object(
                        [:],
                        optional: [
                            "text": words,
                            "tlp": object(
                                ["label": .word(["AMBER", "GREEN", "RED", "WHITE"])],
                                optional: ["url": uri]
                            ),
                        ],
                        count: 1...Int.max
                    ),
                    "lang": .text(.language),
                    "notes": notes,
                    "references": references,
                    "source_lang": .text(.language),
                ]
            )
        ],
        optional: ["product_tree": productTree, "vulnerabilities": .list(vulnerability)]
    )

    private static let publisher = object(
        [
            "category": .word(["coordinator", "discoverer", "other", "translator", "user", "vendor"]),
            "name": words,
            "namespace": uri,
        ],
        optional: ["contact_details": words, "issuing_authority": words]
    )

    private static let tracking = object(
        [
            "current_release_date": moment,
            "id": .text(.trackingID),
            "initial_release_date": moment,
            "revision_history": .list(
                object(
                    ["date": moment, "number": .text(.version), "summary": words],
                    optional: ["legacy_version": words]
                )
            ),
            "status": .word(["draft", "final", "interim"]),
            "version": .text(.version),
        ],
        optional: [
            "aliases": .list(words, isSet: true),
            "generator": object(
                ["engine": object(["name": words], optional: ["version": words])],
                optional: ["date": moment]
            ),
        ]
    )

    static let acknowledgments = Shape.list(
        object(
            [:],
            optional: ["names": .list(words), "organization": words, "summary": words, "urls": .list(uri)],
            count: 1...Int.max
        )
    )

    static let notes = Shape.list(
        object(
            [
                "category": .word([
                    "description", "details", "faq", "general", "legal_disclaimer", "other", "summary",
                ]),
                "text": words,
            ],
            optional: ["audience": words, "title": words]
        )
    )

    static let references = Shape.list(
        object(["summary": words, "url": uri], optional: ["category": .word(["external", "self"])])
    )
}
