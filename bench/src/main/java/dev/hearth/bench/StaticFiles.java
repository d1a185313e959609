package dev.hearth.bench;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A server of a folder's files to compare with: nginx where it is installed (Debian's nginx-light), otherwise the JDK's
 * own, and then the rows say so.
 *
 * @param name what it is
 */
record StaticFiles(String name, int port, Child process) implements AutoCloseable {

    private static final List<String> PLACES = List.of("/usr/sbin", "/usr/local/sbin", "/usr/local/bin", "/usr/bin");
    private static final String CONFIGURATION = """
            %s
            daemon off;
            worker_processes 2;
            pid @/nginx.pid;
            error_log stderr error;
            events { worker_connections 128; }
            http {
              access_log off;
              sendfile on;
              tcp_nopush on;
              keepalive_requests 1000000;
              client_body_temp_path @/body;
              proxy_temp_path @/proxy;
              fastcgi_temp_path @/fastcgi;
              uwsgi_temp_path @/uwsgi;
              scgi_temp_path @/scgi;
              server { listen 127.0.0.1:%d; root @/files; }
            }
            """;

    /** Serves {@code folder/files}. */
    static StaticFiles start(Path folder) {
        int port = freePort();
        Path nginx = nginx();
        StaticFiles server;
        if (nginx != null) {
            Path configuration = folder.resolve("nginx.conf");
            write(configuration, port, folder);
            server = new StaticFiles(
                    "nginx",
                    port,
                    Child.start(
                            List.of(
                                    nginx.toString(),
                                    "-e",
                                    "stderr",
                                    "-p",
                                    folder + "/",
                                    "-c",
                                    configuration.toString()),
                            Map.of()));
        } else {
            Path java = Path.of(System.getProperty("java.home"), "bin/java");
            server = new StaticFiles(
                    "the JDK's simple file server",
                    port,
                    Child.startSilent(
                            List.of(
                                    java.toString(),
                                    "-m",
                                    "jdk.httpserver",
                                    "-b",
                                    "127.0.0.1",
                                    "-p",
                                    Integer.toString(port),
                                    "-d",
                                    folder.resolve("files").toString(),
                                    "-o",
                                    "none"),
                            Map.of()));
        }
        server.awaitOpen();
        return server;
    }

    private static @Nullable Path nginx() {
        String path = System.getenv().getOrDefault("PATH", "");
        for (String place : (path + ":" + String.join(":", PLACES)).split(":")) {
            Path nginx = Path.of(place.isEmpty() ? "/usr/sbin" : place, "nginx");
            if (Files.isExecutable(nginx)) {
                return nginx;
            }
        }
        return null;
    }

    private static void write(Path file, int port, Path folder) {
        String user = System.getProperty("user.name").equals("root") ? "user root;" : "";
        try {
            Files.writeString(file, CONFIGURATION.formatted(user, port).replace("@", folder.toString()));
        } catch (IOException e) {
            throw new BenchException("cannot write " + file, e);
        }
    }

    static int freePort() {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new BenchException("no free port", e);
        }
    }

    private void awaitOpen() {
        for (int i = 0; i < 100; i++) {
            try (Socket _ = new Socket(InetAddress.getByName("127.0.0.1"), port)) {
                return;
            } catch (IOException notYet) {
                Stage.rest(50);
            }
        }
        process.close();
        throw new BenchException(name + " did not answer");
    }

    @Override
    public void close() {
        process.close();
    }
}
