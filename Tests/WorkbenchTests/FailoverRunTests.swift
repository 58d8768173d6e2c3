import NIOCore
import NIOPosix
import Testing

@testable import workbench

/// The failover tool against its own upstreams, without a gateway between.
@Suite("Failover run")
struct FailoverRunTests {
    /// Asks a substitute once after each of the first models failed, as a gateway would, or did not.
    private func perform(
        _ first: [FirstModel],
        askedAs kind: FirstModel,
        isStream: Bool,
        requests: Int = 1
    ) async throws -> FailoverTally? {
        let loop = MultiThreadedEventLoopGroup.singleton.next()
        let models: [FirstModel?] = first + [nil]
        let channels = try await FailoverUpstreamCommand.bind(models, on: loop)
        for channel in channels.dropLast() {
            _ = try await FailoverRun.perform(try plan(channel, kind, isStream, requests), on: loop)
        }
        let tallies = try await FailoverRun.perform(try plan(channels[first.count], kind, isStream, requests), on: loop)
        for channel in channels { try await channel.close() }
        return tallies[kind]
    }

    private func plan(_ channel: any Channel, _ kind: FirstModel, _ isStream: Bool, _ requests: Int) throws
        -> FailoverPlan
    {
        let target = try LoadTarget(url: "http://127.0.0.1:\(channel.localAddress?.port ?? 0)/v1/chat/completions")
        let request = LoadRequest(stream: isStream ? .init(frames: 1, interval: .zero) : nil)
        return FailoverPlan(
            target: target,
            orders: [kind: request.bytes(for: target)],
            isStream: isStream,
            requests: requests,
            seed: 1
        )
    }

    @Test("an answer without a fault before it counts from its request alone", arguments: [false, true])
    func healthy(isStream: Bool) async throws {
        let tally = try #require(try await perform([], askedAs: .healthy, isStream: isStream, requests: 20))
        #expect(tally.sinceRequest.count == 20)
        #expect(tally.sinceFault.isEmpty && tally.faults == 0)
    }

    @Test(
        "the substitute tells when the first model failed",
        arguments: [FirstModel.unavailable, .rateLimited, .reset, .cut],
        [false, true]
    )
    func faults(first: FirstModel, isStream: Bool) async throws {
        let tally = try #require(try await perform([first], askedAs: first, isStream: isStream))
        #expect(tally.sinceFault.count == 1 && tally.sinceRequest.count == 1 && tally.faults == 0)
        // The fault came before the request to the substitute.
        #expect((tally.sinceFault.first ?? 0) > (tally.sinceRequest.first ?? 0))
    }

    @Test("a fault that should not have been, or is missing, is a fault of the run")
    func unexpected() async throws {
        let asked = try #require(try await perform([.unavailable], askedAs: .open, isStream: false))
        #expect(asked.faults == 1 && asked.sinceRequest.isEmpty)
        let spared = try #require(try await perform([], askedAs: .unavailable, isStream: false))
        #expect(spared.faults == 1 && spared.sinceRequest.isEmpty)
    }

    @Test("what a caller gets without a failover is no answer", arguments: [FirstModel.unavailable, .reset, .cut])
    func withoutFailover(first: FirstModel) async throws {
        let loop = MultiThreadedEventLoopGroup.singleton.next()
        let channels = try await FailoverUpstreamCommand.bind([first], on: loop)
        let tallies = try await FailoverRun.perform(try plan(channels[0], first, true, 3), on: loop)
        try await channels[0].close()
        #expect(tallies[first]?.faults == 3)
        #expect(tallies[first]?.sinceRequest.isEmpty == true)
    }

    @Test("draws are of the kinds that are asked for, and repeat with the seed")
    func draws() throws {
        let target = try LoadTarget(url: "http://127.0.0.1:81/")
        let orders: [FirstModel: ByteBuffer] = [.reset: ByteBuffer(), .cut: ByteBuffer()]
        let plan = FailoverPlan(target: target, orders: orders, isStream: false, requests: 100, seed: 7)
        #expect(plan.draws.count == 100)
        #expect(Set(plan.draws) == [.reset, .cut])
        #expect(plan.draws == plan.draws)
    }
}
