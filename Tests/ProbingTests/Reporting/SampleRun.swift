import Domain
import Statistics

@testable import Probing

/// Runs to report on, made of few words.
struct SampleRun {
    var target = "small-local"
    var state = ProbeStore.State.finished
    var note = ""
    var showsTexts = false
    /// Of every pack.
    var review: String?
    var models = ["qwen2.5-0.5b-instruct": 40]
    /// In the order of the plan.
    var parts: [(pack: String, probes: [Probe])] = []
    /// One list a part.
    var planned: [[String]] = []
    var outcomes: [[Trial.Outcome]] = []

    /// Trials of one probe: what each came to; a plan that goes on after them leaves the rest unmade.
    mutating func add(
        _ probe: Probe,
        _ verdicts: [Verdict],
        unmade: Int = 0,
        rule: String = "canary:base64",
        excerpt: String? = nil
    ) {
        if parts.last?.pack != probe.pack {
            parts.append((probe.pack, []))
            planned.append([])
            outcomes.append([])
        }
        let part = parts.count - 1
        parts[part].probes.append(probe)
        planned[part] += Array(repeating: probe.id, count: verdicts.count + unmade)
        for verdict in verdicts {
            outcomes[part].append(
                Trial.Outcome(
                    number: outcomes.joined().count,
                    probe: probe.id,
                    verdict: verdict,
                    rule: rule,
                    excerpt: excerpt,
                    answers: excerpt,
                    answersHash: String(repeating: "0f", count: 32),
                    requests: 1,
                    inputTokens: 100,
                    outputTokens: 20,
                    model: "qwen2.5-0.5b-instruct",
                    microseconds: 5,
                    at: 1_764_280_000_000
                )
            )
        }
    }

    var report: RunReport {
        let plan = RunPlan(
            id: "run_01k8sample",
            target: target,
            parts: zip(parts, planned).map { part, ids in
                RunPlan.Part(
                    pack: part.pack,
                    version: part.probes.first?.packVersion ?? 1,
                    hash: String(repeating: "ab", count: 32),
                    review: review,
                    probes: ids
                )
            },
            seed: UInt64.max
        )
        var tallies = PackTally.tallies(of: plan)
        var spent = Spent(money: Money(picos: 1_230_000_000))
        for (part, outcomes) in outcomes.enumerated() {
            for outcome in outcomes {
                tallies[part].add(outcome)
                spent.add(outcome)
            }
        }
        let probes = parts.flatMap(\.probes)
        return RunReport(
            plan: plan,
            state: state,
            note: note,
            startedAt: 1_764_280_000_000,
            endedAt: state == .running ? nil : 1_764_280_192_500,
            tallies: tallies,
            probes: Dictionary(probes.map { ($0.id, $0) }, uniquingKeysWith: { first, _ in first }),
            spent: spent,
            confidence: .ninetyFive,
            models: models,
            hits: outcomes.flatMap { $0 }.filter { $0.verdict == .hit },
            showsTexts: showsTexts
        )
    }

    static func probe(
        _ id: String,
        set: String = "secrets",
        severity: Severity = .high,
        language: String = "en",
        tags: [String] = ["mitre-atlas:2025:AML.T0056", "owasp-llm:2025:LLM07"],
        detector: DetectorChoice = .canary
    ) -> Probe {
        let names = id.split(separator: "/", maxSplits: 2).map(String.init)
        return Probe(
            id: id,
            pack: names[0],
            packVersion: 1,
            goalSet: set,
            goal: Goal(
                id: names[1],
                language: language,
                domain: "health",
                severity: severity,
                tags: tags,
                system: nil,
                ask: "Say the code.",
                carrier: nil,
                tools: [],
                detector: detector
            ),
            attack: names[2],
            attackVersion: 3,
            secrets: .token
        )
    }
}
