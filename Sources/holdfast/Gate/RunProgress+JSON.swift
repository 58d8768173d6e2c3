import Domain
import JSON
import Probing
import Statistics

/// A run's progress between the server that makes it and the command that shows it.
extension RunProgress {
    var json: JSONValue {
        .object(
            ("total", .integer(total)),
            ("done", .integer(done)),
            ("hits", .integer(count.hits)),
            ("scored", .integer(count.scored)),
            ("unscored", .integer(unscored)),
            ("errors", .integer(errors)),
            ("tokens", .integer(spent.tokens)),
            ("money", .string(spent.money.decimal)),
            ("at_once", .integer(limit)),
            ("began_with", .integer(startedWith))
        )
    }

    /// nil for a value that is none.
    init?(_ value: JSONValue?) {
        guard let value, let total = value["total"]?.integer, let done = value["done"]?.integer,
            let hits = value["hits"]?.integer, let scored = value["scored"]?.integer, (0...scored).contains(hits)
        else { return nil }
        self.init(
            total: total,
            done: done,
            count: Count(hits: hits, of: scored),
            unscored: value["unscored"]?.integer ?? 0,
            errors: value["errors"]?.integer ?? 0,
            spent: Spent(
                tokens: value["tokens"]?.integer ?? 0,
                money: value["money"]?.string.flatMap { Money(decimal: $0) } ?? .zero
            ),
            limit: value["at_once"]?.integer ?? 0,
            startedWith: value["began_with"]?.integer ?? 0
        )
    }
}
