/// The YAML documents of the packs in the product, as bytes in the binary.
///
/// A module of its own because the compiler takes a quarter of a minute for what is embedded: so it does that once,
/// not whenever something of Probing changes.
package enum PackData {
    package static let documents: [(name: String, bytes: @Sendable () -> [UInt8])] = [
        ("leak-core", { PackageResources.leak_core_yaml }),
        ("injection-core", { PackageResources.injection_core_yaml }),
        ("output-core", { PackageResources.output_core_yaml }),
        ("usability", { PackageResources.usability_yaml }),
        ("domain-health", { PackageResources.domain_health_yaml }),
        ("domain-health-twins", { PackageResources.domain_health_twins_yaml }),
        ("domain-finance", { PackageResources.domain_finance_yaml }),
        ("domain-finance-twins", { PackageResources.domain_finance_twins_yaml }),
        ("domain-commerce", { PackageResources.domain_commerce_yaml }),
        ("domain-commerce-twins", { PackageResources.domain_commerce_twins_yaml }),
        ("domain-education", { PackageResources.domain_education_yaml }),
        ("domain-education-twins", { PackageResources.domain_education_twins_yaml }),
        ("indic", { PackageResources.indic_yaml }),
        ("demo", { PackageResources.demo_yaml }),
    ]
}
