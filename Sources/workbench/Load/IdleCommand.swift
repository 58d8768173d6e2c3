import ArgumentParser
import NIOCore
import NIOPosix

struct IdleCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "idle",
        abstract: "Holds connections on which nothing is sent, and says how many were closed by the other side."
    )

    @OptionGroup var destination: Destination

    @Option(help: "Connections.")
    var connections = 1000

    @Option(help: "How long they are held.")
    var seconds = 60.0

    func validate() throws {
        guard (1...20_000).contains(connections), seconds > 0 else {
            throw ValidationError("--connections must be 1 to 20000 and --seconds more than 0.")
        }
    }

    func run() async throws {
        let plan = LoadPlan(
            target: try LoadTarget(url: destination.url),
            request: destination.request,
            pattern: .silent,
            connections: connections,
            duration: .nanoseconds(Int64(seconds * 1_000_000_000))
        )
        let count = connections
        let tally = try await LoadRun.perform(plan, on: MultiThreadedEventLoopGroup.singleton.next()) {
            Report.line("open \(count)")
        }
        Report.line(Report.json(["lost": "\(tally.errors)"]))
    }
}
