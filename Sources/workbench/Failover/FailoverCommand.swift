import ArgumentParser
import NIOCore
import NIOPosix

struct FailoverCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "failover",
        abstract: "Measures the time from a model's fault to the first byte of its substitute's answer.",
        discussion: """
            Sends requests one after the other over one connection to `workbench failover-upstream` through a gateway; the
            kind of first model is drawn for each. `{first}` in --url and --model stands for its name. Prints one JSON
            object with every sample, because p99 of a few rounds is to be taken over all of them.
            """
    )

    @OptionGroup var destination: Destination

    @Option(name: .customLong("first"), help: "Names of first models, with commas: \(Self.names).")
    var firstModels = Self.names

    @Option(help: "Requests, over all kinds.")
    var requests = 1000

    @Flag(help: "Ask for streams.")
    var stream = false

    @Option(help: "Decides what is drawn.")
    var seed: UInt64 = 1

    private static let names = FirstModel.allCases.map(\.rawValue).joined(separator: ",")
    private static let placeholder = "{first}"

    func validate() throws {
        guard (1...1_000_000).contains(requests) else { throw ValidationError("--requests must be 1 to 1000000.") }
        _ = try kinds()
    }

    func run() async throws {
        var orders: [FirstModel: ByteBuffer] = [:]
        for kind in try kinds() {
            var request = destination.request
            request.model = filled(request.model, kind)
            request.stream = stream ? .init(frames: 1, interval: .zero) : nil
            orders[kind] = request.bytes(for: try LoadTarget(url: filled(destination.url, kind)))
        }
        let plan = FailoverPlan(
            target: try LoadTarget(url: destination.url),
            orders: orders,
            isStream: stream,
            requests: requests,
            seed: seed
        )
        let tallies = try await FailoverRun.perform(plan, on: MultiThreadedEventLoopGroup.singleton.next())
        let fields = FirstModel.allCases.compactMap { kind in tallies[kind].map { "\"\(kind.rawValue)\": \($0.json)" } }
        Report.line("{" + fields.joined(separator: ", ") + "}")
    }

    private func kinds() throws -> [FirstModel] {
        try firstModels.split(separator: ",").map { name in
            guard let kind = FirstModel(rawValue: String(name)) else {
                throw ValidationError("--first does not know \(name); there are \(Self.names).")
            }
            return kind
        }
    }

    private func filled(_ text: String, _ kind: FirstModel) -> String {
        text.replacing(Self.placeholder, with: kind.rawValue)
    }
}
