import Domain

/// Makes request ids on one event loop: sortable by time, unique across loops and processes by 80 random bits.
///
/// The generator is xoshiro256** (Blackman, Vigna 2018), seeded from the system: ids must not collide, but they are no
/// secret, and the system's own generator would cost a system call each.
struct IdentifierSource: RandomNumberGenerator {
    private var state: (UInt64, UInt64, UInt64, UInt64)

    init() {
        var system = SystemRandomNumberGenerator()
        state = (system.next(), system.next(), system.next(), system.next() | 1)
    }

    mutating func next() -> UInt64 {
        let mixed = state.1 &* 5
        let result = (mixed << 7 | mixed >> 57) &* 9
        let shifted = state.1 << 17
        state.2 ^= state.0
        state.3 ^= state.1
        state.1 ^= state.2
        state.0 ^= state.3
        state.2 ^= shifted
        state.3 = state.3 << 45 | state.3 >> 19
        return result
    }

    mutating func makeIdentifier(milliseconds: UInt64) -> Identifier {
        Identifier(milliseconds: milliseconds, random: next(), moreRandom: next())
    }
}
