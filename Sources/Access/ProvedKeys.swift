/// The keys that one event loop has seen proved, so that each is hashed under the pepper once and not on every request.
///
/// A key is recognised by 128 bits of SipHash under a seed of this process's own: whoever does not know the seed can
/// only guess, and a guess costs a request. The key itself is not kept. Not shared: each loop has its own.
package struct ProvedKeys {
    private struct Tag: Hashable {
        var high: Int
        var low: Int
    }

    /// More keys than that in use on one loop are hashed anew each time after a clearing.
    private static let capacity = 8_192

    private let seed: (UInt64, UInt64)
    private var table: KeyTable?
    private var proved: [Tag: KeyEntry] = [:]

    package init() {
        seed = (.random(in: .min ... .max), .random(in: .min ... .max))
    }

    /// As `KeyTable.verify`; remembers what `table` accepted until another table comes.
    package mutating func verify(_ presented: UnsafeRawBufferPointer, in table: KeyTable, now: UInt64)
        -> KeyTable.Verdict
    {
        if self.table !== table {
            self.table = table
            proved.removeAll(keepingCapacity: true)
        }
        let tag = Tag(high: hash(presented, under: seed.0), low: hash(presented, under: seed.1))
        if let entry = proved[tag] { return entry.isExpired(at: now) ? .expired : .accepted(entry) }
        let verdict = table.verify(presented, now: now)
        if case .accepted(let entry) = verdict {
            if proved.count >= Self.capacity { proved.removeAll(keepingCapacity: true) }
            proved[tag] = entry
        }
        return verdict
    }

    private func hash(_ bytes: UnsafeRawBufferPointer, under seed: UInt64) -> Int {
        var hasher = Hasher()
        hasher.combine(seed)
        hasher.combine(bytes: bytes)
        return hasher.finalize()
    }
}
