package dev.hearth.drivers.image;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.GZIPOutputStream;

/** Makes small container images for tests. */
final class ContainerArchive {

    private final List<byte[]> layers = new ArrayList<>();
    private String config = "\"Entrypoint\":[\"/bin/app\"],\"Cmd\":[\"app.handler\"],\"WorkingDir\":\"/var/task\","
            + "\"Env\":[\"A=1\",\"PATH=/bin\"]";

    private String architecture = Machine.here().equals(Machine.ARM64) ? "arm64" : "amd64";

    ContainerArchive layer(TarEntry... entries) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        TarWriter writer = new TarWriter(bytes);
        try {
            for (TarEntry entry : entries) {
                writer.write(entry);
            }
            writer.end();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        layers.add(bytes.toByteArray());
        return this;
    }

    ContainerArchive architecture(String other) {
        architecture = other;
        return this;
    }

    static TarEntry file(String name, String content) {
        return new TarEntry(name, TarEntry.Type.FILE, 0755, 0, 0, 1_600_000_000, "", Content.Bytes.of(content));
    }

    static TarEntry link(String name, String target) {
        return new TarEntry(name, TarEntry.Type.SYMLINK, 0777, 0, 0, 0, target, Content.Bytes.of(""));
    }

    /** As an OCI image layout in {@code folder}; returns the manifest's digest. */
    String layout(Path folder) throws IOException {
        Files.createDirectories(folder.resolve("blobs/sha256"));
        StringBuilder list = new StringBuilder();
        for (byte[] layer : layers) {
            list.append(list.isEmpty() ? "" : ",")
                    .append("{\"digest\":\"")
                    .append(blob(folder, gzip(layer)))
                    .append("\"}");
        }
        String configDigest = blob(folder, config());
        String manifest =
                "{\"schemaVersion\":2,\"config\":{\"digest\":\"" + configDigest + "\"},\"layers\":[" + list + "]}";
        String digest = blob(folder, manifest.getBytes(StandardCharsets.UTF_8));
        Files.writeString(
                folder.resolve("index.json"),
                "{\"manifests\":[{\"digest\":\"sha256:" + "0".repeat(64)
                        + "\",\"platform\":{\"architecture\":\"s390x\"}},{\"digest\":\"" + digest
                        + "\",\"platform\":{\"os\":\"linux\",\"architecture\":\"" + architecture + "\"}}]}");
        return digest;
    }

    /** As {@code docker save} writes it, into {@code file}. */
    void save(Path file) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        TarWriter writer = new TarWriter(bytes);
        StringBuilder names = new StringBuilder();
        for (int i = 0; i < layers.size(); i++) {
            names.append(i == 0 ? "" : ",").append("\"l").append(i).append("/layer.tar\"");
            writer.write(entry("l" + i + "/layer.tar", layers.get(i)));
        }
        writer.write(entry("c.json", config()));
        String manifest = "[{\"Config\":\"c.json\",\"Layers\":[" + names + "]}]";
        writer.write(entry("manifest.json", manifest.getBytes(StandardCharsets.UTF_8)));
        writer.end();
        Files.write(file, bytes.toByteArray());
    }

    private static TarEntry entry(String name, byte[] bytes) {
        return new TarEntry(name, TarEntry.Type.FILE, 0644, 0, 0, 0, "", new Content.Bytes(bytes));
    }

    private byte[] config() {
        StringBuilder ids = new StringBuilder();
        for (byte[] layer : layers) {
            ids.append(ids.isEmpty() ? "" : ",")
                    .append("\"")
                    .append(digest(layer))
                    .append("\"");
        }
        return ("{\"architecture\":\"" + architecture + "\",\"os\":\"linux\",\"config\":{" + config
                        + "},\"rootfs\":{\"type\":\"layers\",\"diff_ids\":[" + ids + "]}}")
                .getBytes(StandardCharsets.UTF_8);
    }

    private static String blob(Path folder, byte[] bytes) throws IOException {
        String digest = digest(bytes);
        Files.write(folder.resolve("blobs/sha256").resolve(digest.substring("sha256:".length())), bytes);
        return digest;
    }

    static String digest(byte[] bytes) {
        var digest = Digests.sha256();
        digest.update(bytes);
        return "sha256:" + Digests.hex(digest);
    }

    private static byte[] gzip(byte[] bytes) throws IOException {
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(packed)) {
            gzip.write(bytes);
        }
        return packed.toByteArray();
    }
}
