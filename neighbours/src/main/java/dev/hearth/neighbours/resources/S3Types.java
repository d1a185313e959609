package dev.hearth.neighbours.resources;

import java.util.List;
import java.util.Map;

/** The types of S3. */
final class S3Types {

    private S3Types() {}

    static List<ResourceType> all() {
        return List.of(new S3Bucket(), policy());
    }

    private static ResourceType policy() {
        return Declared.of("AWS::S3::BucketPolicy", S3Bucket.S3)
                .create("PUT", wish -> put(wish))
                .update("PUT", (id, wish) -> put(wish))
                .id((wish, response) -> wish.need("Bucket"))
                .replacing("Bucket")
                .delete("DELETE", (id, wish) -> Map.of("Path", "/" + wish.need("Bucket"), "Query", "policy"));
    }

    private static Map<String, Object> put(Wish wish) {
        return Map.of(
                "Path",
                "/" + wish.need("Bucket"),
                "Query",
                "policy",
                "Body",
                HttpApiTypes.bytes(wish.properties().getOrDefault("PolicyDocument", Map.of())));
    }
}
