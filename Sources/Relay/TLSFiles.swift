import NIOSSL

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// Says in words what is wrong with the PEM files of TLS; the library's errors name its own calls.
package enum TLSFiles {
    package static func certificateProblem(_ path: String) -> String? {
        if let problem = readingProblem(path) { return problem }
        let isFine = (try? NIOSSLCertificate.fromPEMFile(path).isEmpty) == false
        return isFine ? nil : "The file \(path) holds no certificate in PEM form."
    }

    package static func keyProblem(_ path: String) -> String? {
        if let problem = readingProblem(path) { return problem }
        let isFine = (try? NIOSSLPrivateKey(file: path, format: .pem)) != nil
        return isFine ? nil : "The file \(path) holds no private key in PEM form, or one under a passphrase."
    }

    /// Of two files that are each in order.
    package static func pairProblem(certificate: String, key: String) -> String? {
        do {
            let chain = try NIOSSLCertificate.fromPEMFile(certificate).map { NIOSSLCertificateSource.certificate($0) }
            let key = NIOSSLPrivateKeySource.privateKey(try NIOSSLPrivateKey(file: key, format: .pem))
            _ = try NIOSSLContext(configuration: .makeServerConfiguration(certificateChain: chain, privateKey: key))
            return nil
        } catch {
            return "The key in \(key) does not belong to the first certificate in \(certificate)."
        }
    }

    private static func readingProblem(_ path: String) -> String? {
        // Whatever lies there, looking must not block.
        let descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
        guard descriptor >= 0 else { return "The file \(path) cannot be read: \(String(cString: strerror(errno)))." }
        defer { close(descriptor) }
        var status = stat()
        guard fstat(descriptor, &status) == 0, status.st_mode & S_IFMT == S_IFREG else {
            return "\(path) is no file."
        }
        return nil
    }
}
