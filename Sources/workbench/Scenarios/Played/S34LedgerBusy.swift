import Foundation
import HoldfastTesting
import JSON

extension Scenario {
    static let s34 = Scenario(
        number: "S34",
        title: "recall while the ledger is locked or full",
        expected: "serving goes on; in force, or said not to be",
        parts: [
            Part(name: "locked for a while", forms: Form.two) { try await $0.playLocked() },
            Part(name: "locked for too long", forms: [Form.two[0]]) { try await $0.playLockedLong() },
            Part(name: "full", forms: [Form.two[0]]) { stage in
                guard stage.subject == .holdfast else { return stage.judge.skip("only Holdfast has a ledger") }
                if let obstacle = try await SealedNetwork.obstacle() { return stage.judge.skip("full: \(obstacle)") }
                stage.judge.take(try await SealedNetwork.play("S34", part: insidePart))
            },
            insideSmallDisk,
        ]
    )

    private static let insidePart = "full, inside"

    /// S34 starts this program again with it, where it may mount a small disk.
    private static var insideSmallDisk: Part {
        var part = Part(name: insidePart, forms: [Form.two[0]]) { try await $0.playFull() }
        part.isHidden = true
        return part
    }
}

extension Stage {
    fileprivate func playLocked() async throws {
        let lock = try gateway.map { try DatabaseLock($0.state + "/ledger.sqlite") }
        async let ordered = order(Self.recallsSick)
        // Whoever serves waits for nobody's transaction.
        judge.at("while it is locked").expect(
            try await ask().server(on: self) == .sick,
            "no whole answer of the first choice"
        )
        try lock?.release()
        _ = try await ordered
        judge.expectMoved(try await ask(), on: self)
    }

    fileprivate func playLockedLong() async throws {
        if let gateway {
            let lock = try DatabaseLock(gateway.state + "/ledger.sqlite")
            let ordered = try await tryOrder(Self.recallsSick)
            judge.expect(ordered.code == 3, "the command ended with \(ordered.code), though it could not write")
            try await expectNothingOrdered()
            try lock.release()
        }
        try await expectNothingOrdered()
        try await order(Self.recallsSick)
        judge.expectMoved(try await ask(), on: self)
        try await expectSoundLedger()
    }

    private func expectNothingOrdered() async throws {
        let server = try await ask().server(on: self)
        judge.expect(server == .sick, "\(server?.rawValue ?? "nobody") answered, though nothing had been ordered")
    }

    /// A disk of a few megabytes under the state folder, filled to its last byte.
    fileprivate func playFull() async throws {
        let folder = try TemporaryFolder()
        let state = folder.path + "/state"
        try FileManager.default.createDirectory(
            atPath: state,
            withIntermediateDirectories: false,
            attributes: [.posixPermissions: 0o700]
        )
        let mount = try RunningProcess(
            "/usr/bin/env",
            ["mount", "-t", "tmpfs", "-o", "size=40m,mode=700", "tmpfs", state],
            environment: [:],
            output: folder.path + "/mount.log"
        )
        guard try await mount.ended() == 0 else { return judge.skip("full: no small disk (\(mount.standardError))") }
        var document = document
        document.more += "retention: {free_space: 4MiB}\n"
        try await GatewayProcess.with(document, in: folder) { small in
            var stage = self
            stage.port = small.servicePort
            stage.gateway = small
            let reserve = state + "/reserve"
            try await Self.awaitFile(reserve)
            try await stage.expectNothingOrdered()
            let filler = state + "/filler"
            try Self.fill(filler)
            // Given up earlier, the filler may have it.
            let hasReserve = FileManager.default.fileExists(atPath: reserve)
            for _ in 1...3 {
                let answer = try await call.send(port: small.servicePort)
                judge.expect(answer.text == goodBody(of: .sick), "no whole answer on a full disk")
            }
            let ordered = try await stage.tryOrder(Self.recallsSick)
            judge.note("ordered on a full disk: \(ordered.code)")
            if hasReserve { judge.expect(ordered.code == 0, "the reserve did not take the order") }
            let before = sick.requests.count
            let answer = try await call.send(port: small.servicePort)
            if ordered.code == 0 {
                judge.expect(answer.text == goodBody(of: .well), "the order was taken and is not in force")
                judge.expectUnasked(since: before, on: stage)
            } else {
                judge.expect(ordered.code == 3, "the command ended with \(ordered.code) on a full disk")
                judge.expect(
                    answer.text == goodBody(of: .sick),
                    "the order was refused, and something holds the model back"
                )
            }
            try FileManager.default.removeItem(atPath: filler)
            // Made anew once there is room, and then the journal goes on, too.
            try await Self.awaitFile(reserve)
            try await stage.order(Self.recallsSick)
            judge.expectMoved(try await stage.ask(), on: stage)
            try await stage.expectSoundLedger()
        }
    }

    private static func awaitFile(_ file: String) async throws {
        let _: Bool = try await eventually("\(file)") { FileManager.default.fileExists(atPath: file) ? true : nil }
    }

    private static func fill(_ file: String) throws {
        guard FileManager.default.createFile(atPath: file, contents: nil),
            let handle = FileHandle(forWritingAtPath: file)
        else { return }
        defer { try? handle.close() }
        for size in [1 << 20, 4096, 64, 1] {
            while (try? handle.write(contentsOf: Data(count: size))) != nil {}
        }
    }
}
