import ArgumentParser
import JSON
import Synchronization

/// Results on standard output: a table for people, JSON for programs; never both.
struct OutputOptions: ParsableArguments {
    @Flag(help: "Print JSON instead of a table.")
    var json = false
}

/// Left-aligned columns, numbers to the right.
struct Table {
    struct Column {
        var title: String
        var isNumber = false

        init(_ title: String, isNumber: Bool = false) {
            self.title = title
            self.isNumber = isNumber
        }
    }

    private let columns: [Column]
    private var rows: [[String]] = []

    init(_ columns: [Column]) {
        self.columns = columns
    }

    mutating func add(_ cells: [String]) {
        rows.append(cells)
    }

    var text: String {
        var widths = columns.map(\.title.count)
        for row in rows {
            for (index, cell) in row.enumerated() { widths[index] = max(widths[index], cell.count) }
        }
        let lines = [columns.map { $0.title.uppercased() }] + rows
        return lines.map { row in
            let cells = row.enumerated().map { index, cell in
                let space = String(repeating: " ", count: widths[index] - cell.count)
                return columns[index].isNumber ? space + cell : cell + space
            }
            var line = cells.joined(separator: "  ")
            while line.last == " " { line.removeLast() }
            return line
        }.joined(separator: "\n")
    }
}

/// Whether the command's result stands on standard output: what fails after that is told on standard error alone.
private let hasShown = Mutex(false)

/// The one place that prints a result.
func show(_ options: OutputOptions, json: @autoclosure () -> JSONValue, table: @autoclosure () -> String) {
    print(options.json ? json().indented : table())
    hasShown.withLock { $0 = true }
}

/// In the place of a result that there is none of: on one line, so that it ends what is read line by line too.
func showFailure(_ json: JSONValue) {
    guard !hasShown.withLock({ $0 }) else { return }
    print(String(decoding: json.bytes, as: UTF8.self))
}
