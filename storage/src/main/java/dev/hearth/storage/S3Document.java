package dev.hearth.storage;

import dev.hearth.neighbours.s3.Bucket;
import dev.hearth.neighbours.s3.Checksum;
import dev.hearth.neighbours.s3.ChecksumAlgorithm;
import dev.hearth.neighbours.s3.Facts;
import dev.hearth.neighbours.s3.Piece;
import dev.hearth.neighbours.s3.Setting;
import dev.hearth.neighbours.s3.Upload;
import dev.hearth.neighbours.s3.Versioning;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What rows of S3 say as documents. */
final class S3Document {

    private static final String CHECKSUM = "checksum";

    private S3Document() {}

    static String write(Bucket bucket) {
        Map<String, Object> settings = new LinkedHashMap<>();
        bucket.settings().forEach((setting, text) -> settings.put(setting.name(), text));
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("account", bucket.account());
        document.put("region", bucket.region());
        document.put("versioning", bucket.versioning().name());
        document.put("lock", bucket.objectLock());
        document.put("settings", settings);
        return JsonDocument.write(document);
    }

    static Bucket bucket(String name, long createdMillis, String text) {
        Map<String, Object> document = JsonDocument.read(text);
        Map<Setting, String> settings = new EnumMap<>(Setting.class);
        JsonDocument.strings(JsonDocument.object(document, "settings"))
                .forEach((setting, value) -> settings.put(Setting.valueOf(setting), value));
        return new Bucket(
                name,
                JsonDocument.text(document, "account", ""),
                JsonDocument.text(document, "region", ""),
                createdMillis,
                Versioning.valueOf(JsonDocument.text(document, "versioning", Versioning.UNVERSIONED.name())),
                Boolean.TRUE.equals(document.get("lock")),
                settings);
    }

    /** Facts and pieces; the short names are for a row that there may be millions of. */
    static String write(Facts facts, List<Piece> pieces) {
        Map<String, Object> document = new LinkedHashMap<>();
        putObject(document, "h", facts.headers());
        putObject(document, "m", facts.metadata());
        putObject(document, "t", facts.tags());
        Checksum checksum = facts.checksum();
        if (checksum != null) {
            document.put("c", List.of(checksum.algorithm().name(), checksum.value(), checksum.composite()));
        }
        if (!facts.parts().isEmpty()) {
            document.put("p", facts.parts().stream().map(S3Document::part).toList());
        }
        if (!facts.upload().isEmpty()) {
            document.put("u", facts.upload());
        }
        List<Object> all = new ArrayList<>();
        pieces.forEach(piece -> all.add(List.of(piece.id(), piece.size())));
        document.put("b", all);
        return JsonDocument.write(document);
    }

    private static Map<String, Object> part(Facts.PartFact part) {
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("n", part.number());
        document.put("s", part.size());
        String checksum = part.checksum();
        if (checksum != null) {
            document.put("c", checksum);
        }
        return document;
    }

    private static void putObject(Map<String, Object> document, String name, Map<String, String> object) {
        if (!object.isEmpty()) {
            document.put(name, object);
        }
    }

    static Facts facts(Map<String, Object> document) {
        List<Facts.PartFact> parts = JsonDocument.objects(document, "p").stream()
                .map(part -> new Facts.PartFact(
                        JsonDocument.number(part, "n", 0),
                        JsonDocument.longNumber(part, "s", 0),
                        part.get("c") instanceof String text ? text : null))
                .toList();
        return new Facts(
                JsonDocument.strings(JsonDocument.object(document, "h")),
                JsonDocument.strings(JsonDocument.object(document, "m")),
                JsonDocument.strings(JsonDocument.object(document, "t")),
                checksum(document),
                parts,
                JsonDocument.text(document, "u", ""));
    }

    private static @Nullable Checksum checksum(Map<String, Object> document) {
        return document.get("c") instanceof List<?> found
                ? new Checksum(
                        ChecksumAlgorithm.valueOf(found.get(0).toString()),
                        found.get(1).toString(),
                        Boolean.TRUE.equals(found.get(2)))
                : null;
    }

    static List<Piece> pieces(Map<String, Object> document) {
        List<Piece> pieces = new ArrayList<>();
        if (document.get("b") instanceof List<?> found) {
            for (Object each : found) {
                List<?> piece = (List<?>) each;
                pieces.add(new Piece(piece.get(0).toString(), ((Number) piece.get(1)).longValue(), null));
            }
        }
        return pieces;
    }

    static String write(Upload upload) {
        Map<String, Object> document = new LinkedHashMap<>(JsonDocument.read(write(upload.facts(), List.of())));
        ChecksumAlgorithm algorithm = upload.algorithm();
        if (algorithm != null) {
            document.put(CHECKSUM, algorithm.name());
            document.put("full", upload.fullObject());
        }
        return JsonDocument.write(document);
    }

    static Upload upload(String bucket, String key, String id, long startedMillis, String text) {
        Map<String, Object> document = JsonDocument.read(text);
        return new Upload(
                id,
                bucket,
                key,
                startedMillis,
                facts(document),
                document.get(CHECKSUM) instanceof String name ? ChecksumAlgorithm.valueOf(name) : null,
                Boolean.TRUE.equals(document.get("full")));
    }
}
