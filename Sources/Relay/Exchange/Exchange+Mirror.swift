import Access
import NIOCore
import Routing
import Settings

/// Mirror: a copy of what was asked and answered, while a drill wants it.
extension Exchange {
    func mirror(now: NIODeadline) {
        guard loop.shared.mirror.isWanted, own == nil, let plan, let served = outcome.served, outcome.status == 200,
            let wish = loop.shared.mirror.wish(
                for: served.model.name,
                route: plan.name,
                chance: loop.identifiers.next()
            )
        else { return }
        wish.taken(
            Mirrored(
                route: plan.name,
                operation: operation,
                body: Array(body.readableBytesView),
                tenant: key?.tenant,
                tags: tags,
                model: served.model.name,
                status: outcome.status,
                usage: outcome.usage,
                firstContentMicroseconds: outcome.firstContent.map { Int(($0 - started).nanoseconds / 1000) },
                totalMicroseconds: Int((now - started).nanoseconds / 1000)
            )
        )
    }
}
