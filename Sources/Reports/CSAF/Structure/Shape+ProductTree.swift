extension Shape {
    static let productTree = object(
        [:],
        optional: [
            "branches": .branches,
            "full_product_names": .list(product),
            "product_groups": .list(
                object(["group_id": id, "product_ids": .list(id, least: 2, isSet: true)], optional: ["summary": words])
            ),
            "relationships": .list(
                object([
                    "category": .word([
                        "default_component_of", "external_component_of", "installed_on", "installed_with",
                        "optional_component_of",
                    ]),
                    "full_product_name": product,
                    "product_reference": id,
                    "relates_to_product_reference": id,
                ])
            ),
        ],
        count: 1...Int.max
    )

    /// Three members: with category and name either further branches or a product.
    static let branch = object(
        [
            "category": .word([
                "architecture", "host_name", "language", "legacy", "patch_level", "product_family", "product_name",
                "product_version", "product_version_range", "service_pack", "specification", "vendor",
            ]),
            "name": words,
        ],
        optional: ["branches": .branches, "product": product],
        count: 3...3
    )

    /// A Full Product Name.
    private static let product = object(
        ["name": words, "product_id": id],
        optional: [
            "product_identification_helper": object(
                [:],
                optional: [
                    "cpe": .text(.cpe),
                    "hashes": .list(
                        object([
                            "file_hashes": .list(object(["algorithm": words, "value": .text(.hash)])),
                            "filename": words,
                        ])
                    ),
                    "model_numbers": .list(words, isSet: true),
                    "purl": .text(.packageURL),
                    "sbom_urls": .list(uri),
                    "serial_numbers": .list(words, isSet: true),
                    "skus": .list(words),
                    "x_generic_uris": .list(object(["namespace": uri, "uri": uri])),
                ],
                count: 1...Int.max
            )
        ]
    )
}
