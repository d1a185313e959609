package dev.hearth.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/** Maven's s3proxy over a folder of files, which checks signatures too and syncs nothing. */
final class S3Proxy {

    static final String NAME = "s3proxy";

    private static final Pattern LISTENING = Pattern.compile("Started ServerConnector.*127\\.0\\.0\\.1:(\\d+)");
    private static final String KEY = "local";
    private static final String CONFIGURATION = """
            s3proxy.authorization=aws-v2-or-v4
            s3proxy.endpoint=http://127.0.0.1:0
            s3proxy.identity=%s
            s3proxy.credential=%s
            s3proxy.ignore-unknown-headers=true
            jclouds.provider=filesystem-nio2
            jclouds.filesystem.basedir=%s
            """;

    private S3Proxy() {}

    /** Starts one whose files are below {@code folder}. */
    static Child start(Path root, Path folder) {
        Path properties = folder.resolve("s3proxy.conf");
        Path java = Path.of(System.getProperty("java.home"), "bin", "java");
        try {
            String libraries =
                    MavenProject.classPath(root, "bench/s3proxy/pom.xml", folder.resolve("s3proxy.classpath"));
            Path files = Files.createDirectories(folder.resolve(NAME));
            Files.writeString(properties, CONFIGURATION.formatted(KEY, KEY, files));
            return Child.start(
                    List.of(
                            java.toString(),
                            "-cp",
                            libraries,
                            "org.gaul.s3proxy.Main",
                            "--properties",
                            properties.toString()),
                    Map.of());
        } catch (IOException e) {
            throw new BenchException("cannot start s3proxy", e);
        }
    }

    /** Signs for one that {@link #start} started. */
    static Signer signer(Child started) {
        return new Signer(Integer.parseInt(started.find(LISTENING).group(1)), KEY, KEY, "us-east-1");
    }
}
