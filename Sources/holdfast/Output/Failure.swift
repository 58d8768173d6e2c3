import Access
import ArgumentParser
import Control
import Settings
import Storage

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// How a command ends when it cannot do what it was asked: a message on standard error, and a code that scripts read.
struct Failure: Error {
    /// Its name is what programs read with --json.
    enum Code: String {
        case failed
        case settings
        case storage
        case address
        /// A run came to no end, or a model does not answer.
        case stopped

        var exitCode: Int32 {
            switch self {
            case .failed: 1
            case .settings: 2
            case .storage, .stopped: 3
            case .address: 4
            }
        }
    }

    var code: Code
    var message: String
    /// Of settings that are wrong.
    var problems: [SettingsErrors.Problem] = []

    init(_ code: Code, _ message: String) {
        self.code = code
        self.message = message
    }

    /// Whatever a command's work throws.
    init(_ error: any Error) {
        switch error {
        case let failure as Failure: self = failure
        case let errors as SettingsErrors:
            self.init(.settings, errors.description)
            problems = errors.problems
        case let error as StorageError: self.init(.storage, error.message)
        case let failure as KeysFolder.Failure: self.init(.storage, failure.description)
        case let refusal as RecallRefusal: self.init(.failed, refusal.description)
        default: self.init(.failed, "\(error)")
        }
    }
}

/// Runs a command's work and turns whatever it throws into a message and an exit code.
///
/// - Parameter output: of a command that has `--json`: then what failed is told there too, where nothing was printed before.
func reporting(_ output: OutputOptions? = nil, _ work: () async throws -> Void) async throws {
    do {
        try await work()
    } catch let code as ExitCode {
        throw code
    } catch {
        let failure = Failure(error)
        complain(failure.message)
        if output?.json == true { showFailure(failure.json) }
        throw ExitCode(failure.code.exitCode)
    }
}

func complain(_ message: String) {
    var line = "holdfast: \(message)\n"
    line.withUTF8 { bytes in _ = write(STDERR_FILENO, bytes.baseAddress, bytes.count) }
}
