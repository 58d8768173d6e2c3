import Domain

/// A number that the assembly reads off somewhere at the time of a scrape.
package struct Reading: Sendable {
    package enum Kind: String, Sendable { case counter, gauge }

    package var name: String
    package var help: String
    package var kind: Kind
    package var value: Int
    package var labels: [(String, String)]

    package init(_ name: String, _ help: String, _ kind: Kind, _ value: Int, labels: [(String, String)] = []) {
        self.name = name
        self.help = help
        self.kind = kind
        self.value = value
        self.labels = labels
    }
}

/// The text exposition format 0.0.4, and OpenMetrics 1.0 where a scraper asks for it.
package enum PrometheusText {
    package static func render(_ sample: MetricsSample, readings: [Reading], openMetrics: Bool) -> [UInt8] {
        var page = Page(openMetrics: openMetrics)
        let series = sample.series.sorted { $0.key < $1.key }
        page.family("holdfast_exchanges_total", "Exchanges that ended.", .counter)
        for (labels, one) in series { page.line("holdfast_exchanges_total", labels.pairs, one.exchanges) }
        page.family("holdfast_attempts_total", "Attempts at models that ended.", .counter)
        for (labels, count) in sample.attempts.sorted(by: { $0.key < $1.key }) {
            page.line("holdfast_attempts_total", labels.pairs + [("class", labels.failureClass)], count)
        }
        page.family("holdfast_refusals_total", "Requests that Holdfast itself answered with an error.", .counter)
        for code in RefusalCode.allCases {
            page.line("holdfast_refusals_total", [("code", code.rawValue)], sample.refusals[code] ?? 0)
        }
        page.modelEvents(sample.modelEvents)
        page.family("holdfast_unknown_usage_total", "Exchanges that a model answered without telling tokens.", .counter)
        for (labels, one) in series { page.line("holdfast_unknown_usage_total", labels.pairs, one.unknownUsage) }
        page.family("holdfast_request_bytes_total", "Bytes of request bodies.", .counter)
        for (labels, one) in series { page.line("holdfast_request_bytes_total", labels.pairs, one.requestBytes) }
        page.family("holdfast_response_bytes_total", "Bytes of answer bodies.", .counter)
        for (labels, one) in series { page.line("holdfast_response_bytes_total", labels.pairs, one.responseBytes) }
        page.family("holdfast_series_overflow_total", "Records that went to the series `other`.", .counter)
        page.line("holdfast_series_overflow_total", [], sample.overflowed)

        page.family(
            "gen_ai_client_operation_duration_seconds",
            "Time from a request's head to the end of its answer.",
            nil
        )
        for (labels, one) in series {
            page.histogram("gen_ai_client_operation_duration_seconds", labels.pairs, one.duration, .seconds)
        }
        page.family(
            "gen_ai_server_time_to_first_token_seconds",
            "Time from a request's head to the first content.",
            nil
        )
        for (labels, one) in series {
            page.histogram("gen_ai_server_time_to_first_token_seconds", labels.pairs, one.firstChunk, .seconds)
        }
        page.family("gen_ai_client_token_usage", "Tokens of an exchange as the provider told them.", nil)
        for (labels, one) in series {
            page.histogram(
                "gen_ai_client_token_usage",
                labels.pairs + [("gen_ai_token_type", "input")],
                one.inputTokens,
                .plain
            )
            page.histogram(
                "gen_ai_client_token_usage",
                labels.pairs + [("gen_ai_token_type", "output")],
                one.outputTokens,
                .plain
            )
        }
        var seen: Set<String> = []
        for reading in readings {
            if seen.insert(reading.name).inserted { page.family(reading.name, reading.help, reading.kind) }
            page.line(reading.name, reading.labels, reading.value)
        }
        if openMetrics { page.text += "# EOF\n" }
        return Array(page.text.utf8)
    }

    private struct Page {
        enum Scale { case plain, seconds }

        let openMetrics: Bool
        var text = ""

        /// - Parameter kind: nil for a histogram.
        mutating func family(_ name: String, _ help: String, _ kind: Reading.Kind?) {
            // OpenMetrics names a counter's family without the suffix of its samples.
            let isCounter = kind == .counter
            let family = openMetrics && isCounter && name.hasSuffix("_total") ? String(name.dropLast(6)) : name
            text += "# HELP \(family) \(help)\n# TYPE \(family) \(kind?.rawValue ?? "histogram")\n"
        }

        mutating func line(_ name: String, _ labels: [(String, String)], _ value: Int) {
            text += name + Self.braces(labels) + " \(value)\n"
        }

        mutating func modelEvents(_ events: [ModelEvent: Int]) {
            let sorted = events.sorted { ($0.key.provider, $0.key.model) < ($1.key.provider, $1.key.model) }
            family("holdfast_retries_total", "Retries of a model that its budget was asked for.", .counter)
            for (kind, verdict) in [(ModelEvent.Kind.retryGranted, "granted"), (.retryRefused, "refused")] {
                for (event, count) in sorted where event.kind == kind {
                    line("holdfast_retries_total", event.pairs + [("verdict", verdict)], count)
                }
            }
            family("holdfast_model_gone_total", "Answers by which a provider does not know a model.", .counter)
            for (event, count) in sorted where event.kind == .gone {
                line("holdfast_model_gone_total", event.pairs, count)
            }
        }

        mutating func histogram(_ name: String, _ labels: [(String, String)], _ histogram: Histogram, _ scale: Scale) {
            var total = 0
            for (index, bound) in histogram.bounds.enumerated() {
                total += histogram.counts[index]
                let limit = scale == .seconds ? Self.seconds(bound) : "\(bound)"
                text +=
                    "\(name)_bucket"
                    + Self.braces(labels + [("le", openMetrics && !limit.contains(".") ? limit + ".0" : limit)])
                    + " \(total)\n"
            }
            total += histogram.counts[histogram.bounds.count]
            text += "\(name)_bucket" + Self.braces(labels + [("le", "+Inf")]) + " \(total)\n"
            let sum = scale == .seconds ? Self.seconds(histogram.sum) : "\(histogram.sum)"
            text += "\(name)_sum" + Self.braces(labels) + " \(sum)\n\(name)_count" + Self.braces(labels) + " \(total)\n"
        }

        /// Microseconds as decimal seconds without trailing zeros.
        private static func seconds(_ micros: Int) -> String {
            let fraction = String(micros % 1_000_000)
            var digits = String(repeating: "0", count: 6 - fraction.count) + fraction
            while digits.last == "0" { digits.removeLast() }
            return "\(micros / 1_000_000)" + (digits.isEmpty ? "" : "." + digits)
        }

        private static func braces(_ labels: [(String, String)]) -> String {
            if labels.isEmpty { return "" }
            return "{" + labels.map { #"\#($0)="\#(escaped($1))""# }.joined(separator: ",") + "}"
        }

        private static func escaped(_ value: String) -> String {
            var text = ""
            for scalar in value.unicodeScalars {
                switch scalar {
                case "\\": text += "\\\\"
                case "\"": text += "\\\""
                case "\n": text += "\\n"
                default: text.unicodeScalars.append(scalar)
                }
            }
            return text
        }
    }
}

extension SeriesLabels: Comparable {
    var pairs: [(String, String)] {
        [("route", route), ("provider", provider), ("model", model), ("outcome", outcome), ("error_type", errorType)]
    }

    package static func < (left: SeriesLabels, right: SeriesLabels) -> Bool {
        (left.route, left.provider, left.model, left.outcome, left.errorType, left.failureClass)
            < (right.route, right.provider, right.model, right.outcome, right.errorType, right.failureClass)
    }
}

extension ModelEvent {
    fileprivate var pairs: [(String, String)] { [("provider", provider), ("model", model)] }
}
