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
    enum Code: Int32 {
        case failed = 1
        case settings = 2
        case storage = 3
        case address = 4
    }

    var code: Code
    var message: String

    init(_ code: Code, _ message: String) {
        self.code = code
        self.message = message
    }
}

/// Runs a command's work and turns whatever it throws into a message and an exit code.
func reporting(_ work: () async throws -> Void) async throws {
    do {
        try await work()
    } catch let failure as Failure {
        complain(failure.message)
        throw ExitCode(failure.code.rawValue)
    } catch let errors as SettingsErrors {
        complain(errors.description)
        throw ExitCode(Failure.Code.settings.rawValue)
    } catch let error as StorageError {
        complain(error.message)
        throw ExitCode(Failure.Code.storage.rawValue)
    } catch let failure as KeysFolder.Failure {
        complain(failure.description)
        throw ExitCode(Failure.Code.storage.rawValue)
    } catch let refusal as RecallRefusal {
        complain(refusal.description)
        throw ExitCode(Failure.Code.failed.rawValue)
    } catch let code as ExitCode {
        throw code
    } catch {
        complain("\(error)")
        throw ExitCode(Failure.Code.failed.rawValue)
    }
}

func complain(_ message: String) {
    var line = "holdfast: \(message)\n"
    line.withUTF8 { bytes in _ = write(STDERR_FILENO, bytes.baseAddress, bytes.count) }
}
