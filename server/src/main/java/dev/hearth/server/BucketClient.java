package dev.hearth.server;

import dev.hearth.core.FaultException;
import dev.hearth.neighbours.s3.Element;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The command line's way to the buckets of a running Hearth. */
record BucketClient(SignedClient client) {

    private static final int NOT_FOUND = 404;
    private static final int BAD = 400;

    /** A version of an object. */
    record Version(String key, String id) {}

    /** A document of a bucket; null when it has none. */
    @Nullable
    String read(String bucket, String query) {
        SignedClient.Answer answer = client.send("GET", "s3", "/" + bucket + query, Map.of(), Content.none());
        if (answer.status() == NOT_FOUND && !answer.text().contains("NoSuchBucket<")) {
            return null;
        }
        return checked(answer);
    }

    void write(String method, String bucket, String query, String body) {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        checked(client.send(method, "s3", "/" + bucket + query, Map.of(), Content.of(bytes)));
    }

    private static String checked(SignedClient.Answer answer) {
        if (answer.status() >= BAD) {
            String message;
            try {
                message = Element.parse(answer.text()).text("Message");
            } catch (FaultException notXml) {
                message = "HTTP " + answer.status();
            }
            throw new CommandException(message);
        }
        return answer.text();
    }

    List<String> buckets() {
        Element all = Element.parse(checked(client.send("GET", "s3", "/", Map.of(), Content.none())));
        return all.child("Buckets").children("Bucket").stream()
                .map(bucket -> bucket.text("Name"))
                .toList();
    }

    /** Up to a thousand versions and markers, the first. */
    List<Version> versions(String bucket) {
        String text = read(bucket, "?versions");
        List<Version> found = new ArrayList<>();
        if (text != null) {
            for (Element child : Element.parse(text).children()) {
                if (child.name().equals("Version") || child.name().equals("DeleteMarker")) {
                    found.add(new Version(child.text("Key"), child.text("VersionId")));
                }
            }
        }
        return found;
    }

    void delete(String bucket, List<Version> versions) {
        Element.Builder wish = Element.named("Delete").leaf("Quiet", true);
        versions.forEach(version -> wish.add(Element.named("Object")
                .leaf("Key", version.key())
                .leaf("VersionId", version.id())
                .build()));
        byte[] body = wish.build().document().getBytes(StandardCharsets.UTF_8);
        String answer = checked(client.post("s3", "/" + bucket + "?delete", Map.of(), body));
        List<Element> errors = Element.parse(answer).children("Error");
        if (!errors.isEmpty()) {
            throw new CommandException(errors.getFirst().text("Key") + " stays: "
                    + errors.getFirst().text("Message"));
        }
    }

    /** Uploads that were begun and not ended, the first thousand: their keys and ids. */
    List<Version> uploads(String bucket) {
        String text = read(bucket, "?uploads");
        return text == null
                ? List.of()
                : Element.parse(text).children("Upload").stream()
                        .map(upload -> new Version(upload.text("Key"), upload.text("UploadId")))
                        .toList();
    }

    void abort(String bucket, Version upload) {
        String key = URLEncoder.encode(upload.key(), StandardCharsets.UTF_8).replace("+", "%20");
        checked(client.send(
                "DELETE", "s3", "/" + bucket + "/" + key + "?uploadId=" + upload.id(), Map.of(), Content.none()));
    }
}
