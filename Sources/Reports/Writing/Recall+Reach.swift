package import Control
package import Settings

extension Recall {
    /// Whether it is about a configured model, derived ones included, and no exercise.
    func reaches(_ model: Model, _ settings: Settings) -> Bool {
        !order.isDrill && settings.reach(of: order.lineage, to: model.lineage) != nil
            && order.slice[.model]?.contains(model.name) ?? true
    }

    /// The configured models that it is about.
    package func models(in settings: Settings) -> [Model] { settings.models.filter { reaches($0, settings) } }
}
