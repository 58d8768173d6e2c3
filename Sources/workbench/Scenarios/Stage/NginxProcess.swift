import HoldfastTesting

/// nginx before the providers: the first one first, the others as its backups. Its clocks are as short as the scenarios
/// have them at Holdfast, so that it may move on as soon.
struct NginxProcess {
    let port: Int
    let process: RunningProcess
    private let folder: TemporaryFolder

    static func start(before providers: [Int]) async throws -> NginxProcess {
        let folder = try TemporaryFolder()
        // A port that was free a moment ago; nginx cannot be asked which one it took.
        let probe = try await ScriptedProvider.start()
        let port = probe.port
        await probe.stop()
        let file = try folder.write(configuration(port, providers, folder.path), to: "nginx.conf")
        let process = try RunningProcess(
            "/usr/sbin/nginx",
            ["-p", folder.path, "-c", file, "-e", "stderr"],
            environment: [:],
            output: folder.path + "/nginx.log"
        )
        let _: Bool = try await eventually("the start of nginx") {
            if let code = process.exit.value {
                throw GatewayProcess.Failed(description: "nginx ended with \(code): \(process.standardError)")
            }
            guard let client = try? await RawClient.connect(port: port) else { return nil }
            await client.close()
            return true
        }
        return NginxProcess(port: port, process: process, folder: folder)
    }

    private static func configuration(_ port: Int, _ providers: [Int], _ folder: String) -> String {
        let servers = providers.enumerated().map { index, provider in
            "server 127.0.0.1:\(provider) max_fails=0\(index == 0 ? "" : " backup");"
        }
        return """
            daemon off;
            master_process off;
            pid \(folder)/nginx.pid;
            events {}
            http {
                access_log off;
                client_body_temp_path \(folder)/body;
                proxy_temp_path \(folder)/proxy;
                fastcgi_temp_path \(folder)/fastcgi;
                uwsgi_temp_path \(folder)/uwsgi;
                scgi_temp_path \(folder)/scgi;
                upstream models {
                    \(servers.joined(separator: "\n        "))
                }
                server {
                    listen 127.0.0.1:\(port);
                    client_max_body_size 32m;
                    location / {
                        proxy_pass http://models;
                        proxy_http_version 1.1;
                        proxy_buffering off;
                        proxy_connect_timeout 1s;
                        proxy_read_timeout 1s;
                        proxy_next_upstream error timeout;
                    }
                }
            }
            """
    }
}
