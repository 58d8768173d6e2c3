// swift-tools-version: 6.2
import PackageDescription

/// One line a module: its name, and the modules below it that it may import. Imports run downward only.
/// Everything a module needs from outside stands in `external`, so that the cost of a dependency is visible.
struct Module {
    var name: String
    var uses: [String] = []
    var external: [Target.Dependency] = []
    var resources: [Resource] = []
}

extension Target.Dependency {
    static let argumentParser = product(name: "ArgumentParser", package: "swift-argument-parser")
    static let crypto = product(name: "Crypto", package: "swift-crypto")
    static let grdb = product(name: "GRDB", package: "GRDB.swift")
    static let sqlite = product(name: "GRDBSQLite", package: "GRDB.swift")
    static let hummingbird = product(name: "Hummingbird", package: "hummingbird")
    static let hummingbirdTLS = product(name: "HummingbirdTLS", package: "hummingbird")
    static let lifecycle = product(name: "ServiceLifecycle", package: "swift-service-lifecycle")
    static let logging = product(name: "Logging", package: "swift-log")
    static let nioCore = product(name: "NIOCore", package: "swift-nio")
    static let nioHTTP1 = product(name: "NIOHTTP1", package: "swift-nio")
    static let nioPosix = product(name: "NIOPosix", package: "swift-nio")
    static let nioEmbedded = product(name: "NIOEmbedded", package: "swift-nio")
    static let nioSSL = product(name: "NIOSSL", package: "swift-nio-ssl")
    static let nioTLS = product(name: "NIOTLS", package: "swift-nio")
    static let unixSignals = product(name: "UnixSignals", package: "swift-service-lifecycle")
    static let yams = product(name: "Yams", package: "Yams")
}

let modules: [Module] = [
    // Pure: no NIO, no database, no Foundation.
    Module(name: "Domain"),
    Module(name: "JSON"),
    Module(name: "Control", uses: ["Domain", "JSON"]),
    Module(name: "Statistics", uses: ["Domain"]),
    Module(name: "Dialects", uses: ["Domain", "JSON"]),
    Module(name: "Routing", uses: ["Dialects", "Domain"]),
    // Bytes and documents.
    Module(name: "Ledger", uses: ["Domain", "JSON"], external: [.crypto]),
    Module(name: "Settings", uses: ["Dialects", "Domain", "JSON", "Routing"], external: [.yams]),
    Module(name: "Telemetry", uses: ["Domain"], external: [.logging]),
    // Storage and what stands on it.
    Module(name: "Storage", uses: ["Control", "Domain", "JSON", "Ledger"], external: [.crypto, .grdb, .sqlite]),
    Module(name: "Access", uses: ["Control", "Domain", "JSON", "Ledger"], external: [.crypto]),
    Module(
        name: "Journal",
        uses: ["Control", "Dialects", "Domain", "JSON", "Ledger", "Storage"],
        external: [.grdb, .sqlite]
    ),
    // Documents of what was measured and decided.
    Module(name: "Reports", uses: ["Control", "Domain", "JSON", "Settings", "Statistics"]),
    // Servers.
    Module(name: "Rehearsal", uses: ["Dialects", "Domain", "JSON"], external: [.nioCore, .nioHTTP1, .nioPosix]),
    Module(
        name: "Relay",
        uses: ["Access", "Control", "Dialects", "Domain", "JSON", "Journal", "Routing", "Settings", "Telemetry"],
        external: [.nioCore, .nioPosix, .nioSSL, .nioTLS, .logging]
    ),
    Module(
        name: "Recalls",
        uses: ["Control", "Dialects", "Domain", "JSON", "Journal", "Settings", "Storage"]
    ),
    // The YAML of the packs, as bytes in the binary: a module of its own, for the compiler takes long over them.
    Module(name: "PackData", resources: [.embedInCode("Documents")]),
    Module(
        name: "Probing",
        uses: ["Control", "Domain", "JSON", "PackData", "Reports", "Settings", "Statistics", "Storage"],
        external: [.crypto, .grdb, .yams]
    ),
    Module(
        name: "Notifications",
        uses: ["Control", "Domain", "JSON", "Ledger", "Settings", "Storage"],
        external: [.crypto, .grdb, .logging, .nioCore, .nioHTTP1, .nioPosix, .nioSSL, .nioTLS]
    ),
    Module(
        name: "Console",
        uses: ["JSON", "Settings"],
        external: [.hummingbird, .hummingbirdTLS, .logging, .nioSSL]
    ),
    Module(
        name: "HoldfastTesting",
        uses: ["Dialects", "Domain", "JSON", "Rehearsal"],
        external: [.nioCore, .nioHTTP1, .nioPosix, .nioSSL]
    ),
]

/// One line a test target: the module it is named after, and what its tests use beside it.
struct Suite {
    var module: String
    var uses: [String] = []
    var external: [Target.Dependency] = []
    /// Files that tests read from where they lie.
    var exclude: [String] = []
}

let suites: [Suite] = [
    Suite(module: "Access", uses: ["Control", "Domain", "HoldfastTesting", "Ledger"]),
    Suite(
        module: "Console",
        uses: ["JSON", "Settings"],
        external: [.hummingbird, .lifecycle, .logging, .nioCore, .nioPosix]
    ),
    Suite(module: "Control", uses: ["Domain", "HoldfastTesting", "JSON", "Ledger"]),
    Suite(module: "Dialects", uses: ["Domain", "HoldfastTesting", "JSON"], exclude: ["Fixtures"]),
    Suite(module: "Domain", uses: ["HoldfastTesting"]),
    Suite(module: "JSON", uses: ["HoldfastTesting"]),
    Suite(
        module: "Journal",
        uses: ["Control", "Domain", "HoldfastTesting", "JSON", "Ledger", "Storage"],
        external: [.grdb]
    ),
    Suite(module: "Ledger", uses: ["Domain", "HoldfastTesting", "JSON"], external: [.crypto]),
    Suite(
        module: "Notifications",
        uses: ["Control", "Domain", "HoldfastTesting", "JSON", "Ledger", "Settings", "Storage"],
        external: [.logging]
    ),
    Suite(
        module: "Probing",
        uses: ["Control", "Domain", "HoldfastTesting", "JSON", "Reports", "Settings", "Statistics", "Storage"],
        external: [.crypto, .grdb, .yams],
        exclude: ["Attacks/Golden"]
    ),
    Suite(
        module: "Recalls",
        uses: ["Control", "Domain", "HoldfastTesting", "Journal", "Settings", "Storage"],
        external: [.grdb]
    ),
    Suite(module: "Rehearsal", uses: ["Dialects", "Domain", "JSON"], external: [.nioCore, .nioPosix]),
    Suite(
        module: "Relay",
        uses: ["Access", "Control", "Domain", "HoldfastTesting", "Journal", "Routing", "Settings", "Storage"],
        external: [.grdb, .logging, .nioCore, .nioEmbedded]
    ),
    Suite(module: "Reports", uses: ["Control", "Domain", "HoldfastTesting", "JSON", "Settings", "Statistics"]),
    Suite(module: "Routing", uses: ["Dialects", "Domain"]),
    Suite(module: "Settings", uses: ["Dialects", "Domain", "JSON", "Routing"]),
    Suite(module: "Statistics", uses: ["Domain"]),
    Suite(module: "Storage", uses: ["Control", "Domain", "HoldfastTesting", "JSON", "Ledger"], external: [.grdb]),
    Suite(module: "Telemetry", uses: ["Domain", "HoldfastTesting", "JSON"], external: [.logging]),
    Suite(
        module: "workbench",
        uses: ["Dialects", "Domain", "HoldfastTesting", "JSON"],
        external: [.nioCore, .nioPosix]
    ),
]

let package = Package(
    name: "holdfast",
    platforms: [.macOS(.v15)],
    products: [
        .executable(name: "holdfast", targets: ["holdfast"]),
        .executable(name: "workbench", targets: ["workbench"]),
    ],
    dependencies: [
        .package(url: "https://github.com/apple/swift-argument-parser", exact: "1.8.2"),
        .package(url: "https://github.com/apple/swift-crypto", exact: "4.5.2"),
        .package(url: "https://github.com/apple/swift-log", exact: "1.16.2"),
        .package(url: "https://github.com/apple/swift-nio", exact: "2.101.2"),
        .package(url: "https://github.com/apple/swift-nio-ssl", exact: "2.37.6"),
        .package(url: "https://github.com/groue/GRDB.swift", exact: "7.10.0"),
        .package(url: "https://github.com/hummingbird-project/hummingbird", exact: "2.28.1", traits: []),
        .package(url: "https://github.com/jpsim/Yams", exact: "6.2.2"),
        .package(url: "https://github.com/swift-server/swift-service-lifecycle", exact: "2.13.0"),
    ],
    targets: modules.map { module in
        .target(
            name: module.name,
            dependencies: module.uses.map { .byName(name: $0) } + module.external,
            resources: module.resources
        )
    } + [
        .executableTarget(
            name: "holdfast",
            dependencies: [
                "Access", "Console", "Control", "Dialects", "Domain", "JSON", "Journal", "Ledger",
                "Notifications", "Probing", "Recalls", "Rehearsal", "Relay", "Reports", "Routing", "Settings",
                "Statistics",
                "Storage", "Telemetry",
                .argumentParser, .crypto, .grdb, .lifecycle, .logging, .nioCore, .unixSignals,
            ]
        ),
        // Scenarios, load, fuzzing and simulations: what must run in the release build but is no unit test.
        .executableTarget(
            name: "workbench",
            dependencies: [
                "Control", "Dialects", "Domain", "HoldfastTesting", "JSON", "Ledger", "Probing", "Relay", "Statistics",
                "Storage",
                .argumentParser, .grdb, .nioCore, .nioEmbedded, .nioHTTP1, .nioPosix,
            ]
        ),
    ]
        + suites.map { suite in
            .testTarget(
                name: suite.module.prefix(1).uppercased() + suite.module.dropFirst() + "Tests",
                dependencies: [.byName(name: suite.module)] + suite.uses.map { .byName(name: $0) } + suite.external,
                exclude: suite.exclude
            )
        } + [
            // Black-box: the built binary is what is tested, so it is built first.
            .testTarget(
                name: "AcceptanceTests",
                dependencies: ["holdfast", "HoldfastTesting", "Domain", "JSON", .crypto, .grdb]
            )
        ]
)

for target in package.targets {
    target.swiftSettings =
        (target.swiftSettings ?? []) + [
            .swiftLanguageMode(.v6),
            .enableUpcomingFeature("ExistentialAny"),
            .enableUpcomingFeature("MemberImportVisibility"),
            .enableUpcomingFeature("InternalImportsByDefault"),
            .treatAllWarnings(as: .error),
        ]
}
