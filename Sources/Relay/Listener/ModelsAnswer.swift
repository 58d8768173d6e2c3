import Access
import Dialects
import Domain

/// `GET /v1/models`: what this key could be served now. A route none of whose models can answer is not listed.
enum ModelsAnswer {
    static func body(_ snapshot: Snapshot, key: KeyEntry?, name: String?, _ vendor: Vendor) throws(Refusal) -> [UInt8] {
        let plans = snapshot.routes.values
            .filter { $0.canServe && (key?.mayUse(route: $0.name) ?? true) }
            .sorted { $0.name < $1.name }
        guard let name else {
            return ModelsList.body(plans.map { entry($0.name, snapshot) }, vendor)
        }
        guard plans.contains(where: { $0.name == name }) else {
            throw Refusal(.unknownRoute, "There is no route of that name. `GET /v1/models` lists them.")
        }
        return ModelsList.single(entry(name, snapshot), vendor)
    }

    private static func entry(_ name: String, _ snapshot: Snapshot) -> ModelsList.Entry {
        ModelsList.Entry(id: name, createdAt: snapshot.madeAt, ownedBy: "holdfast", displayName: name)
    }
}
