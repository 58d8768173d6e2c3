import Foundation
import HoldfastTesting
import Testing

@testable import Probing

@Suite("The shelf of packs")
struct PackShelfTests {
    @Test("says why a pack could not be run: it is not there, or its file is none")
    func problems() throws {
        let folder = try TemporaryFolder()
        try FileManager.default.createDirectory(atPath: folder.path + "/packs", withIntermediateDirectories: false)
        try folder.write(GateBench.pack(), to: "packs/mine.yaml")
        try folder.write("no pack at all", to: "packs/broken.yaml")
        let shelf = PackShelf(state: folder.path)
        #expect(shelf.problem(of: "leak-core") == nil)
        #expect(shelf.problem(of: "mine") == nil)
        let missing = try #require(shelf.problem(of: "leek-core"))
        #expect(missing.hasPrefix("There is no pack `leek-core`. Did you mean `leak-core`? There are: leak-core, "))
        #expect(
            shelf.problem(of: "broken")
                == "The pack `broken` cannot be read. `holdfast pack check \(folder.path)/packs/broken.yaml` tells why."
        )
        // Before anything was imported there is no folder.
        #expect(PackShelf(state: folder.path + "/none").problem(of: "demo") == nil)
    }
}
