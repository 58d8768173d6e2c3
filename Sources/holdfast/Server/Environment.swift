import Foundation

/// The process's environment, read once: what credentials refer to must not change under a running server.
let environment = ProcessInfo.processInfo.environment
