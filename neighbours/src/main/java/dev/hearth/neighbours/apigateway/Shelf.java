package dev.hearth.neighbours.apigateway;

import dev.hearth.core.AwsScope;
import dev.hearth.core.Ports;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.List;

/** What the operations of both control planes share: the book, names, times. */
record Shelf(Book book, Ids ids, Ports ports, AwsScope scope) {

    /** Kinds of documents; those of REST APIs and of the others never meet, because ids do not. */
    static final String REST_API = "restapi";

    static final String HTTP_API = "api";
    static final String STAGE = "stage";
    static final String DEPLOYMENT = "deployment";
    static final String AUTHORIZER = "authorizer";
    static final String MODEL = "model";
    static final String TAGS = "tags";

    /** Now, as REST APIs write it: whole seconds. */
    long seconds() {
        return ports.time().instant().getEpochSecond();
    }

    /** Now, as HTTP APIs write it. */
    String iso() {
        Instant now = ports.time().instant().truncatedTo(ChronoUnit.SECONDS);
        return DateTimeFormatter.ISO_INSTANT.format(now.atOffset(ZoneOffset.UTC));
    }

    Doc need(String owner, String kind, String id, String what) {
        Doc doc = book.find(owner, kind, id);
        if (doc == null) {
            throw ApiError.invalid(what);
        }
        return doc;
    }

    void limit(List<Doc> have, int most, String what) {
        if (have.size() >= most) {
            throw ApiError.LIMIT_EXCEEDED.because("Maximum number of " + what + " for this account has been reached");
        }
    }

    /** The API with an id; its document is in the account's part of the book. */
    Doc api(String kind, String id) {
        Doc doc = book.find(Book.ACCOUNT, kind, id);
        if (doc == null) {
            throw ApiError.NOT_FOUND.because("Invalid API identifier specified " + scope.account() + ":" + id);
        }
        return doc;
    }
}
