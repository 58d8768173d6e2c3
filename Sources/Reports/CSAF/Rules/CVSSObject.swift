import JSON

/// A CVSS object of a document.
struct CVSSObject {
    let placed: Placed
    /// nil: its `version` is none that its place allows.
    let version: CVSSVersion?
    let products: [Placed]

    /// All of a vulnerability.
    static func all(of vulnerability: Placed) -> [CVSSObject] {
        vulnerability.items("scores").flatMap { score in
            [("cvss_v2", [CVSSVersion.two]), ("cvss_v3", [.three, .threeOne])].compactMap { key, versions in
                guard let placed = score[key], placed.value.members != nil else { return nil }
                let version = placed.string("version").flatMap(CVSSVersion.init)
                return CVSSObject(
                    placed: placed,
                    version: version.flatMap { versions.contains($0) ? $0 : nil },
                    products: score.items("products")
                )
            }
        }
    }

    /// nil: there is none, or none that can be read, which is a fault of 6.1.8.
    var vector: Result<CVSSVector, CVSSVector.Problem>? {
        guard let version, let text = placed.string("vectorString") else { return nil }
        do throws(CVSSVector.Problem) {
            return .success(try CVSSVector(text, version))
        } catch {
            return error == .unreadable ? nil : .failure(error)
        }
    }

    /// What the schema of FIRST asks for.
    func checkMembers(_ found: inout CSAFFindings) {
        guard let version else {
            let pointer = placed.pointer / "version"
            let known = placed.pointer.text.hasSuffix("cvss_v2") ? ["2.0"] : ["3.0", "3.1"]
            found.fault(
                pointer,
                placed["version"] == nil
                    ? "The member `version` is missing. Add it: \(known.listed)."
                    : "The version is none that may stand here. Write one of \(known.listed)."
            )
            return
        }
        for key in version.required where placed[key] == nil {
            found.fault(
                placed.pointer / key,
                "The member `\(key)` is missing. Add it; the vector says what it must be."
            )
        }
        if let vector = placed["vectorString"] { checkVector(vector, version, &found) }
        for metric in version.metrics { checkWord(metric.property, metric.values.map(\.word), &found) }
        for kind in ["base", "temporal", "environmental"] {
            if let score = placed[kind + "Score"], !(score.value.double.map { (0...10).contains($0) } ?? false) {
                found.fault(score.pointer, "This is not a number from 0 to 10. Write the score that the vector gives.")
            }
            guard version.hasSeverities else { continue }
            checkWord(kind + "Severity", ["NONE", "LOW", "MEDIUM", "HIGH", "CRITICAL"], &found)
        }
    }

    private func checkVector(_ vector: Placed, _ version: CVSSVersion, _ found: inout CSAFFindings) {
        var isReadable = false
        if let text = vector.string {
            do throws(CVSSVector.Problem) {
                _ = try CVSSVector(text, version)
                isReadable = true
            } catch {
                isReadable = error != .unreadable
            }
        }
        guard !isReadable else { return }
        let form =
            version == .two ? "AV:N/AC:L/Au:N/C:P/I:P/A:P" : version.prefix + "AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H"
        found.fault(vector.pointer, "This is not a vector of CVSS \(version.rawValue). Write one like \(form).")
    }

    private func checkWord(_ key: String, _ words: [String], _ found: inout CSAFFindings) {
        guard let placed = placed[key], !(placed.string.map(words.contains) ?? false) else { return }
        found.fault(placed.pointer, "This is none of the words that may stand here: \(words.listed).")
    }

    /// That scores and their names are what the vector gives.
    func checkScores(_ found: inout CSAFFindings) {
        guard let version, let vector else { return }
        let scores: CVSSScores
        switch vector {
        case .success(let vector): scores = CVSSScores(vector).or(CVSSScores(completed(vector)))
        case .failure(let problem):
            found.fault(placed.pointer / "vectorString", Self.message(problem))
            return
        }
        for (kind, right) in [
            ("base", scores.base), ("temporal", scores.temporal), ("environmental", scores.environmental),
        ] {
            if let score = placed[kind + "Score"], let given = score.value.double,
                !right.contains(where: { Double($0) / 10 == given })
            {
                found.fault(score.pointer, "The vector gives \(Self.text(right)). Write that, or correct the vector.")
            }
            let names = Set(right.map { CVSSScores.severity(ofTenths: $0) })
            if version.hasSeverities, let severity = placed[kind + "Severity"], let given = severity.string,
                !names.contains(given)
            {
                found.fault(
                    severity.pointer,
                    "The vector gives \(names.sorted().listed). Write that, or correct the vector."
                )
            }
        }
    }

    /// With the metrics that stand beside the vector and not in it; who computed the scores may have taken them into account.
    private func completed(_ vector: CVSSVector) -> CVSSVector {
        var vector = vector
        for metric in vector.version.metrics where vector[metric.code] == nil {
            guard let word = placed.string(metric.property) else { continue }
            vector.complete(metric.code, metric.values.first { $0.word == word })
        }
        return vector
    }

    private static func message(_ problem: CVSSVector.Problem) -> String {
        switch problem {
        case .unreadable: "The vector cannot be read. Correct it."
        case .twice(let code):
            "The vector has the metric `\(code)` twice, so nothing can be computed. Take one of the two out."
        case .missing(let codes):
            "The vector lacks \(codes.listed), so nothing can be computed. Every base metric must be there."
        }
    }

    private static func text(_ scores: Set<Int>) -> String {
        scores.sorted().map { "\($0 / 10).\($0 % 10)" }.joined(separator: " or ")
    }

    /// That a metric that is told beside the vector is the same in it. Of one that the vector leaves out it says nothing that
    /// could be contradicted.
    func checkMetrics(_ found: inout CSAFFindings) {
        guard let version, case .success(let vector)? = vector else { return }
        for metric in version.metrics {
            guard let placed = placed[metric.property], let word = placed.string,
                let ofVector = vector[metric.code]?.word,
                word != ofVector, metric.values.contains(where: { $0.word == word })
            else { continue }
            found.fault(
                placed.pointer,
                "The vector says `\(ofVector)`, and here stands `\(word.excerpt)`. Write what the vector says, or correct the vector."
            )
        }
    }
}
