import Rehearsal
import Settings

extension RehearsalBehaviour {
    init(_ settings: RehearsalSettings?) { self.init() }
}
