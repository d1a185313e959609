package dev.hearth.neighbours.s3;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What is known of an object beside its bytes.
 *
 * @param headers that come back as they were given, by their lower-case names
 * @param metadata the user's own, without prefix
 * @param tags of the object
 * @param checksum null for none
 * @param parts of a multipart upload, in order; empty for others
 * @param upload the id of the multipart upload that made it; empty for others
 */
public record Facts(
        Map<String, String> headers,
        Map<String, String> metadata,
        Map<String, String> tags,
        @Nullable Checksum checksum,
        List<PartFact> parts,
        String upload) {

    public static final Facts NONE = new Facts(Map.of(), Map.of(), Map.of(), null, List.of());

    /** Made by no multipart upload. */
    public Facts(
            Map<String, String> headers,
            Map<String, String> metadata,
            Map<String, String> tags,
            @Nullable Checksum checksum,
            List<PartFact> parts) {
        this(headers, metadata, tags, checksum, parts, "");
    }

    public Facts {
        headers = Map.copyOf(headers);
        metadata = Map.copyOf(metadata);
        // In the order in which they were given.
        tags = Collections.unmodifiableMap(new LinkedHashMap<>(tags));
        parts = List.copyOf(parts);
    }

    /**
     * A part of a completed upload.
     *
     * @param checksum Base64, or null
     */
    public record PartFact(int number, long size, @Nullable String checksum) {}

    public Facts withTags(Map<String, String> changed) {
        return new Facts(headers, metadata, changed, checksum, parts, upload);
    }

    public Facts withHeaders(Map<String, String> changed) {
        return new Facts(changed, metadata, tags, checksum, parts, upload);
    }

    public Facts with(@Nullable Checksum computed, List<PartFact> made) {
        return new Facts(headers, metadata, tags, computed, made, upload);
    }

    public Facts madeBy(Upload by) {
        return new Facts(headers, metadata, tags, checksum, parts, by.id());
    }
}
