package dev.hearth.neighbours.apigateway;

import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Tags of HTTP and WebSocket APIs and of their stages, which are members of those. */
final class HttpTags {

    private static final Pattern ARN =
            Pattern.compile("arn:[^:]+:apigateway:[^:]*:[^:]*:/apis/([a-z0-9]+)(?:/stages/([^/]+))?");

    private final Shelf shelf;

    HttpTags(Shelf shelf) {
        this.shelf = shelf;
    }

    void into(Map<String, UnaryOperator<Doc>> operations) {
        operations.put("GetTags", in -> Doc.of("tags", on(in, tags -> {})));
        operations.put("TagResource", in -> {
            on(in, tags -> tags.putAll(in.textMap("tags")));
            return Doc.empty();
        });
        operations.put("UntagResource", in -> {
            on(in, tags -> in.texts("tagKeys").forEach(tags::remove));
            return Doc.empty();
        });
    }

    private Map<String, String> on(Doc in, java.util.function.Consumer<Map<String, String>> change) {
        Matcher arn = ARN.matcher(in.needed("resource-arn"));
        if (!arn.matches()) {
            throw ApiError.NOT_FOUND.because("Invalid resource identifier specified");
        }
        String id = arn.group(1);
        Doc api = shelf.api(Shelf.HTTP_API, id);
        Doc doc = arn.group(2) == null ? api : shelf.need(id, Shelf.STAGE, arn.group(2), "stage");
        Map<String, String> tags = doc.textMap("tags");
        change.accept(tags);
        if (tags.size() > ApiLimits.TAGS) {
            throw ApiError.BAD_REQUEST.because("A resource can have no more than " + ApiLimits.TAGS + " tags");
        }
        doc.put("tags", tags);
        if (arn.group(2) == null) {
            shelf.book().put(Book.ACCOUNT, Shelf.HTTP_API, id, doc);
        } else {
            shelf.book().put(id, Shelf.STAGE, arn.group(2), doc);
        }
        return tags;
    }
}
