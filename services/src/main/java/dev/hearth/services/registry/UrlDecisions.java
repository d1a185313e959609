package dev.hearth.services.registry;

import dev.hearth.core.Fault;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What may become of a function's URL: pure functions. */
final class UrlDecisions {

    /** Most URLs that a caller may ask for at once (botocore: {@code MaxItems}). */
    static final int MAX_ITEMS = 50;

    private static final Pattern QUALIFIER = Pattern.compile("((?!^\\d+$)^[0-9a-zA-Z-_]+$)");
    private static final int QUALIFIER_LENGTH = 128;
    private static final int LIST_ITEMS = 100;
    private static final int METHODS = 6;
    private static final int METHOD_LENGTH = 6;
    private static final int ORIGIN_LENGTH = 253;
    private static final int HEADER_LENGTH = 1024;
    private static final int MAX_AGE_SECONDS = 86_400;
    private static final List<String> KNOWN_METHODS = List.of("GET", "PUT", "HEAD", "POST", "PATCH", "DELETE", "*");

    private UrlDecisions() {}

    /** Refuses what violates AWS's model. */
    static void checkModel(FunctionUrls.Wish wish, boolean creating) {
        Constraints constraints = new Constraints();
        checkQualifier(constraints, wish.qualifier());
        if (creating) {
            constraints.required("authType", wish.authType());
        }
        constraints
                .oneOf("authType", wish.authType(), names(FunctionUrl.AuthType.values()))
                .oneOf("invokeMode", wish.invokeMode(), names(FunctionUrl.InvokeMode.values()));
        if (wish.cors() != null) {
            checkCors(constraints, wish.cors());
        }
        constraints.verify();
    }

    static void checkQualifier(Constraints constraints, @Nullable String qualifier) {
        constraints.length("qualifier", qualifier, 1, QUALIFIER_LENGTH).pattern("qualifier", qualifier, QUALIFIER);
    }

    private static List<String> names(Enum<?>[] values) {
        return Arrays.stream(values).map(Enum::name).toList();
    }

    private static void checkCors(Constraints constraints, FunctionUrl.Cors cors) {
        constraints
                .size("cors.allowHeaders", cors.allowHeaders(), 0, LIST_ITEMS)
                .size("cors.allowMethods", cors.allowMethods(), 0, METHODS)
                .size("cors.allowOrigins", cors.allowOrigins(), 0, LIST_ITEMS)
                .size("cors.exposeHeaders", cors.exposeHeaders(), 0, LIST_ITEMS)
                .range("cors.maxAge", cors.maxAge(), 0, MAX_AGE_SECONDS);
        cors.allowHeaders().forEach(header -> constraints.length("cors.allowHeaders", header, 0, HEADER_LENGTH));
        cors.exposeHeaders().forEach(header -> constraints.length("cors.exposeHeaders", header, 0, HEADER_LENGTH));
        cors.allowOrigins().forEach(origin -> constraints.length("cors.allowOrigins", origin, 1, ORIGIN_LENGTH));
        cors.allowMethods()
                .forEach(method -> constraints
                        .length("cors.allowMethods", method, 0, METHOD_LENGTH)
                        .oneOf("cors.allowMethods", method, KNOWN_METHODS));
    }

    static FunctionUrl created(
            FunctionFamily family, @Nullable String qualifier, FunctionUrls.Wish wish, String id, Instant now) {
        String under = key(qualifier);
        requireAlias(family, qualifier);
        if (at(family, under) != null) {
            throw new Fault(
                            Fault.Kind.ALREADY_EXISTS,
                            "Failed to create function url config for [functionArn = "
                                    + family.view(family.latest()).functionArn()
                                    + (qualifier == null ? "" : ":" + qualifier)
                                    + "]. Error message:  FunctionUrlConfig exists for this Lambda function")
                    .asException();
        }
        return new FunctionUrl(
                id,
                family.latest().name(),
                under,
                FunctionUrl.AuthType.valueOf(String.valueOf(wish.authType())),
                wish.invokeMode() == null
                        ? FunctionUrl.InvokeMode.BUFFERED
                        : FunctionUrl.InvokeMode.valueOf(wish.invokeMode()),
                wish.cors(),
                now,
                now);
    }

    static FunctionUrl updated(FunctionUrl old, FunctionUrls.Wish wish, Instant now) {
        return new FunctionUrl(
                old.id(),
                old.function(),
                old.qualifier(),
                wish.authType() == null ? old.authType() : FunctionUrl.AuthType.valueOf(wish.authType()),
                wish.invokeMode() == null ? old.invokeMode() : FunctionUrl.InvokeMode.valueOf(wish.invokeMode()),
                wish.cors() == null ? old.cors() : wish.cors(),
                old.created(),
                now);
    }

    /** Only an alias has a URL beside the function itself. */
    private static void requireAlias(FunctionFamily family, @Nullable String qualifier) {
        if (qualifier != null && family.alias(qualifier) == null) {
            throw FunctionDecisions.notFound(family.view(family.latest()).functionArn(), qualifier);
        }
    }

    /** What a URL is kept under. */
    static String key(@Nullable String qualifier) {
        return qualifier == null ? FunctionRecord.LATEST : qualifier;
    }

    static @Nullable FunctionUrl at(FunctionFamily family, String key) {
        FunctionPart.Url part = family.part(FunctionPart.Kind.URL, key, FunctionPart.Url.class);
        return part == null ? null : part.url();
    }

    static FunctionUrl existing(FunctionFamily family, @Nullable String qualifier) {
        FunctionUrl url = at(family, key(qualifier));
        if (url == null) {
            throw new Fault(Fault.Kind.NOT_FOUND, "The resource you requested does not exist.").asException();
        }
        return url;
    }
}
