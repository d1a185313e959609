package dev.hearth.drivers.image;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Brings an image from a registry into an OCI image layout, by the OCI distribution API. Registries that let everybody
 * pull, with or without a token; no passwords. Plain HTTP only from this machine itself.
 */
final class RegistryPull {

    private static final String MANIFESTS = "application/vnd.oci.image.index.v1+json,"
            + "application/vnd.oci.image.manifest.v1+json,application/vnd.docker.distribution.manifest.list.v2+json,"
            + "application/vnd.docker.distribution.manifest.v2+json";
    private static final int MAX_JSON_BYTES = 4 << 20;
    /** Largest layer, packed, bytes; AWS's limit for a whole image, unpacked. */
    private static final long MAX_LAYER_BYTES = 10L << 30;

    private static final int MAX_REDIRECTS = 4;
    private static final int MAX_INDEXES = 3;
    private static final Duration CONNECT = Duration.ofSeconds(20);
    private static final Duration ANSWER = Duration.ofMinutes(10);
    private static final Pattern CHALLENGE = Pattern.compile("([a-z]+)=\"([^\"]*)\"");

    private final ImageReference reference;
    private final Path layout;
    private final HttpClient client =
            HttpClient.newBuilder().connectTimeout(CONNECT).build();
    private String token = "";

    private RegistryPull(ImageReference reference, Path layout) {
        this.reference = reference;
        this.layout = layout;
    }

    /** Fills the folder {@code layout}, which is made. */
    static void pull(ImageReference reference, Path layout, String machine, Progress progress) throws IOException {
        Files.createDirectories(layout.resolve("blobs/sha256"));
        RegistryPull pull = new RegistryPull(reference, layout);
        try (pull.client) {
            pull.perform(machine, progress);
        }
    }

    private void perform(String machine, Progress progress) throws IOException {
        progress.stage("asking " + reference.registry());
        String version = reference.version();
        String digest = "";
        Map<?, ?> manifest = Map.of();
        for (int depth = 0; depth < MAX_INDEXES; depth++) {
            byte[] bytes = small("manifests/" + version);
            digest = "sha256:" + sha256(bytes);
            if (version.startsWith("sha256:") && !version.equals(digest)) {
                throw new ImageException(reference.registry() + " answered " + version + " with other contents");
            }
            Files.write(blob(digest), bytes);
            manifest = Json.object(bytes, "the manifest of " + reference.name());
            List<?> choices = Json.list(manifest.get("manifests"));
            if (choices.isEmpty()) {
                break;
            }
            version = choose(choices, machine);
        }
        List<String> wanted = new ArrayList<>();
        wanted.add(Json.string(Json.map(manifest.get("config")).get("digest")));
        for (Object layer : Json.list(manifest.get("layers"))) {
            wanted.add(Json.string(Json.map(layer).get("digest")));
        }
        progress.stage("downloading layers");
        for (int i = 0; i < wanted.size(); i++) {
            download(wanted.get(i));
            progress.fraction((i + 1.0) / wanted.size());
        }
        Files.writeString(
                layout.resolve("index.json"), "{\"schemaVersion\":2,\"manifests\":[{\"digest\":\"" + digest + "\"}]}");
    }

    private String choose(List<?> choices, String machine) throws ImageException {
        String wanted = machine.equals(Machine.ARM64) ? "arm64" : "amd64";
        for (Object choice : choices) {
            Map<?, ?> platform = Json.map(Json.map(choice).get("platform"));
            if (wanted.equals(platform.get("architecture")) && "linux".equals(platform.get("os"))) {
                return Json.string(Json.map(choice).get("digest"));
            }
        }
        throw new ImageException(reference.name() + " has no image for linux/" + wanted);
    }

    private void download(String digest) throws IOException {
        if (!digest.matches("sha256:[0-9a-f]{64}")) {
            throw new ImageException("the manifest of " + reference.name() + " names '" + digest + "', no SHA-256");
        }
        Path file = blob(digest);
        if (Files.exists(file)) {
            return;
        }
        try (InputStream body = get("blobs/" + digest);
                var out = Files.newOutputStream(file)) {
            byte[] buffer = new byte[1 << 16];
            long size = 0;
            for (int read = body.read(buffer); read >= 0; read = body.read(buffer)) {
                size += read;
                if (size > MAX_LAYER_BYTES) {
                    throw new ImageException("a layer of " + reference.name() + " is larger than 10 GiB");
                }
                out.write(buffer, 0, read);
            }
        }
        if (!digest.equals("sha256:" + Digests.of(file))) {
            throw new ImageException(reference.registry() + " answered " + digest + " with other contents");
        }
    }

    private Path blob(String digest) {
        return layout.resolve("blobs/sha256").resolve(digest.substring("sha256:".length()));
    }

    private byte[] small(String path) throws IOException {
        try (InputStream body = get(path)) {
            byte[] bytes = body.readNBytes(MAX_JSON_BYTES + 1);
            if (bytes.length > MAX_JSON_BYTES) {
                throw new ImageException("the manifest of " + reference.name() + " is too large");
            }
            return bytes;
        }
    }

    private InputStream get(String path) throws IOException {
        URI address =
                URI.create(scheme() + "://" + reference.registry() + "/v2/" + reference.repository() + "/" + path);
        HttpResponse<InputStream> answer = ask(address, token);
        if (answer.statusCode() == 401 && token.isEmpty()) {
            answer.body().close();
            token = fetchToken(answer.headers().firstValue("www-authenticate").orElse(""));
            answer = ask(address, token);
        }
        for (int i = 0; i < MAX_REDIRECTS && answer.statusCode() / 100 == 3; i++) {
            answer.body().close();
            URI next = address.resolve(answer.headers().firstValue("location").orElse(""));
            // The token is for the registry alone, wherever it sends us.
            boolean same = address.getAuthority().equals(next.getAuthority());
            requireSafe(next);
            answer = ask(next, same ? token : "");
        }
        if (answer.statusCode() != 200) {
            answer.body().close();
            throw new ImageException(reference.registry() + " answered " + answer.statusCode() + " for "
                    + reference.repository() + ":" + reference.version()
                    + (answer.statusCode() == 401 || answer.statusCode() == 403
                            ? ": it wants a password, which Hearth has none of. Save the image and import the archive"
                            : ""));
        }
        return answer.body();
    }

    private HttpResponse<InputStream> ask(URI address, String bearer) throws IOException {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(address).timeout(ANSWER).header("Accept", MANIFESTS + ",*/*");
        if (!bearer.isEmpty()) {
            request.header("Authorization", "Bearer " + bearer);
        }
        try {
            return client.send(request.build(), HttpResponse.BodyHandlers.ofInputStream());
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", interrupted);
        } catch (IOException e) {
            throw new ImageException("cannot reach " + address.getAuthority() + ": " + e, e);
        }
    }

    /** A token for everybody, as the registry's challenge says where. */
    private String fetchToken(String challenge) throws IOException {
        if (!challenge.startsWith("Bearer ")) {
            return "";
        }
        String realm = "";
        List<String> query = new ArrayList<>();
        Matcher fields = CHALLENGE.matcher(challenge);
        while (fields.find()) {
            if (fields.group(1).equals("realm")) {
                realm = fields.group(2);
            } else {
                query.add(fields.group(1) + "=" + URLEncoder.encode(fields.group(2), StandardCharsets.UTF_8));
            }
        }
        URI address = URI.create(realm + "?" + String.join("&", query));
        requireSafe(address);
        HttpResponse<InputStream> answer = ask(address, "");
        try (InputStream body = answer.body()) {
            Map<?, ?> json = Json.object(body.readNBytes(MAX_JSON_BYTES), "the token of " + realm);
            return Optional.of(Json.string(json.get("token")))
                    .filter(text -> !text.isEmpty())
                    .orElseGet(() -> Json.string(json.get("access_token")));
        }
    }

    private String scheme() {
        return isLocal(URI.create("http://" + reference.registry()).getHost()) ? "http" : "https";
    }

    private static void requireSafe(URI address) throws ImageException {
        boolean http = "http".equals(address.getScheme()) && isLocal(address.getHost());
        if (!http && !"https".equals(address.getScheme())) {
            throw new ImageException("the registry leads to " + address + ", which is not HTTPS");
        }
    }

    private static boolean isLocal(@Nullable String host) {
        return host != null && (host.equals("localhost") || host.startsWith("127."));
    }

    private static String sha256(byte[] bytes) {
        var digest = Digests.sha256();
        digest.update(bytes);
        return Digests.hex(digest);
    }
}
