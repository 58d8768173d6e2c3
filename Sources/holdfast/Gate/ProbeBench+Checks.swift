import Control
import Domain
import Probing
import Relay
import Settings

/// What can be known before the first trial is made.
extension ProbeBench {
    /// A ceiling of money that nothing is charged against would be none.
    func checkPrices(_ place: ProbeTarget.Place, _ ceilings: RunPlan.Ceilings) throws {
        guard ceilings.money != nil || ceilings.moneyPerDay != nil else { return }
        for model in settings.models where place.models.contains(model.name) && model.prices == nil {
            throw Failure(
                .failed,
                "A ceiling of money needs prices, and `\(model.name)` has none. Give it `prices:`, or cap tokens with --budget."
            )
        }
    }

    /// No trial of a model that a recall keeps back is answered.
    ///
    /// - Parameters:
    ///   - lifted: the recall that the model is tried under.
    ///   - command: that tries it under a recall.
    func checkRecalls(
        _ place: ProbeTarget.Place,
        lifting lifted: String? = nil,
        command: (String) -> String
    ) async throws {
        guard place.isModel else { return }
        let standing = await relay.recalls(ofModelAlone: place.name)
        let others = standing.filter { $0 != lifted }
        guard !others.isEmpty else { return }
        let recalled =
            "The model `\(place.name)` is recalled (\(standing.joined(separator: ", "))), and no trial of it would be answered."
        throw Failure(
            .failed,
            standing.count == 1
                ? "\(recalled) To try it under that recall: \(command(standing[0]))"
                : "\(recalled) It can be tried under one recall alone, and another one stands: `holdfast recalls` shows them."
        )
    }

    /// Whom a run of probes asks, as the settings have it now.
    func asked(_ place: ProbeTarget.Place) -> RunPurpose.Asked {
        .init(
            isModel: place.isModel,
            upstreams: place.models.map { name in
                settings.models.first { $0.name == name }?.candidate.upstream ?? name
            }
        )
    }
}
