/// All substrings of a text as an automaton (Blumer et al., "The smallest automaton recognizing the subwords of a text", 1985): the
/// longest one that another text holds is found in one pass.
struct SubstringAutomaton {
    private struct State {
        var length = 0
        var link = -1
        var next: [UInt32: Int] = [:]
    }

    private var states = [State()]

    init(_ text: [UInt32]) {
        var last = 0
        for symbol in text { last = extend(last, by: symbol) }
    }

    private mutating func extend(_ last: Int, by symbol: UInt32) -> Int {
        let new = states.count
        states.append(State(length: states[last].length + 1))
        var state = last
        while state != -1, states[state].next[symbol] == nil {
            states[state].next[symbol] = new
            state = states[state].link
        }
        guard state != -1, let target = states[state].next[symbol] else {
            states[new].link = 0
            return new
        }
        if states[target].length == states[state].length + 1 {
            states[new].link = target
            return new
        }
        let copy = states.count
        states.append(State(length: states[state].length + 1, link: states[target].link, next: states[target].next))
        while state != -1, states[state].next[symbol] == target {
            states[state].next[symbol] = copy
            state = states[state].link
        }
        states[target].link = copy
        states[new].link = copy
        return new
    }

    /// Where the longest substring of the automaton's text stands in another text; empty if they share none.
    func longestCommon(with text: [UInt32]) -> Range<Int> {
        var state = 0
        var length = 0
        var best = 0..<0
        for (index, symbol) in text.enumerated() {
            while state != 0, states[state].next[symbol] == nil {
                state = states[state].link
                length = states[state].length
            }
            if let next = states[state].next[symbol] {
                state = next
                length += 1
            }
            if length > best.count { best = (index + 1 - length)..<(index + 1) }
        }
        return best
    }
}
