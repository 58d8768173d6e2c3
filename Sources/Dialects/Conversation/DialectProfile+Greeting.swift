import Domain
import JSON

extension DialectProfile {
    /// The body of a request to which any model has a short answer.
    package func greeting(model: String) -> [UInt8] {
        var request = ConversationRequest(model: model)
        request.turns = [Turn(.user, [.text(Part.Text("Say hello in one word."))])]
        request.outputLimit = "16"
        var losses = LossReport(target: .chatCompletions)
        return ((try? writeRequest(request, for: TargetTraits(), losses: &losses)) ?? .object([])).bytes
    }
}
