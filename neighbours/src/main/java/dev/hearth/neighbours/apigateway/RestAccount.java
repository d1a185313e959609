package dev.hearth.neighbours.apigateway;

import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What REST APIs' control plane keeps beside APIs: the account's settings, tags, domain names. */
final class RestAccount {

    private static final String SETTINGS = "account";
    private static final String BASE_PATH = "basepath";
    private static final Pattern ARN = Pattern.compile(
            "arn:[^:]+:apigateway:[^:]*:[^:]*:/(restapis|apikeys|usageplans|domainnames)/([^/]+)(?:/stages/([^/]+))?");

    private static final Map<String, String> KINDS = Map.of(
            "restapis", Shelf.REST_API,
            "apikeys", UsagePlans.KEY,
            "usageplans", UsagePlans.PLAN,
            "domainnames", HttpDomains.DOMAIN);

    private final Shelf shelf;

    RestAccount(Shelf shelf) {
        this.shelf = shelf;
    }

    void into(Map<String, UnaryOperator<Doc>> operations) {
        operations.put("GetAccount", in -> account());
        operations.put("UpdateAccount", in -> {
            Doc account = Patch.apply(account(), in.docs("patchOperations"));
            shelf.book().put(Book.ACCOUNT, SETTINGS, SETTINGS, account);
            return account;
        });
        operations.put("GetTags", in -> Doc.of("tags", tags(in, tags -> {})));
        operations.put("TagResource", in -> {
            tags(in, tags -> tags.putAll(in.textMap("tags")));
            return Doc.empty();
        });
        operations.put("UntagResource", in -> {
            tags(in, tags -> in.texts("tagKeys").forEach(tags::remove));
            return Doc.empty();
        });
        domains(operations);
        basePaths(operations);
    }

    private Doc account() {
        Doc kept = shelf.book().find(Book.ACCOUNT, SETTINGS, SETTINGS);
        return kept != null
                ? kept
                : Doc.of(
                        "throttleSettings",
                        Doc.of("burstLimit", ApiLimits.BURST, "rateLimit", ApiLimits.RATE),
                        "features",
                        new java.util.ArrayList<>(List.of("UsagePlans")),
                        "apiKeyVersion",
                        "4");
    }

    private Map<String, String> tags(Doc in, Consumer<Map<String, String>> change) {
        Matcher arn = ARN.matcher(in.needed("resource_arn"));
        if (!arn.matches()) {
            throw ApiError.NOT_FOUND.because("Invalid resource identifier specified");
        }
        boolean stage = arn.group(3) != null;
        String owner = stage ? arn.group(2) : Book.ACCOUNT;
        String kind = stage ? Shelf.STAGE : KINDS.get(arn.group(1));
        String id = stage ? arn.group(3) : arn.group(2);
        Doc doc = shelf.need(owner, kind, id, "resource");
        Map<String, String> tags = doc.textMap("tags");
        change.accept(tags);
        if (tags.size() > ApiLimits.TAGS) {
            throw ApiError.BAD_REQUEST.because("A resource can have no more than " + ApiLimits.TAGS + " tags");
        }
        shelf.book().put(owner, kind, id, doc.put("tags", tags));
        return tags;
    }

    private Doc domain(Doc in) {
        return shelf.need(Book.ACCOUNT, HttpDomains.DOMAIN, in.needed("domain_name"), "domain name");
    }

    private void domains(Map<String, UnaryOperator<Doc>> operations) {
        operations.put("CreateDomainName", in -> {
            String name = in.needed("domainName");
            if (shelf.book().find(Book.ACCOUNT, HttpDomains.DOMAIN, name) != null) {
                throw ApiError.CONFLICT.because("The domain name you provided already exists.");
            }
            Doc doc = in.copy()
                    .put("domainNameStatus", "AVAILABLE")
                    .put(
                            "regionalDomainName",
                            "d-" + shelf.ids().next() + ".execute-api."
                                    + shelf.scope().region() + ".amazonaws.com")
                    .put("regionalHostedZoneId", "Z1UJRXOUMOOFQ8")
                    .putIfAbsent(
                            "endpointConfiguration", Doc.of("types", new java.util.ArrayList<>(List.of("REGIONAL"))));
            shelf.book().put(Book.ACCOUNT, HttpDomains.DOMAIN, name, doc);
            return doc;
        });
        operations.put("GetDomainName", this::domain);
        operations.put(
                "GetDomainNames", in -> RestOperations.page(in, shelf.book().list(Book.ACCOUNT, HttpDomains.DOMAIN)));
        operations.put("UpdateDomainName", in -> {
            Doc doc = Patch.apply(domain(in), in.docs("patchOperations"));
            shelf.book().put(Book.ACCOUNT, HttpDomains.DOMAIN, in.needed("domain_name"), doc);
            return doc;
        });
        operations.put("DeleteDomainName", in -> {
            domain(in);
            shelf.book().remove(Book.ACCOUNT, HttpDomains.DOMAIN, in.needed("domain_name"));
            return Doc.empty();
        });
    }

    private void basePaths(Map<String, UnaryOperator<Doc>> operations) {
        operations.put("CreateBasePathMapping", in -> {
            domain(in);
            shelf.api(Shelf.REST_API, in.needed("restApiId"));
            String path = in.text("basePath", "(none)");
            Doc doc = Doc.of("basePath", path, "restApiId", in.text("restApiId"), "stage", in.text("stage"));
            if (shelf.book().find(Book.ACCOUNT, BASE_PATH, in.needed("domain_name") + "/" + path) != null) {
                throw ApiError.CONFLICT.because("Base path already exists for this domain name");
            }
            shelf.book().put(Book.ACCOUNT, BASE_PATH, in.needed("domain_name") + "/" + path, doc);
            return doc;
        });
        operations.put("GetBasePathMapping", this::basePath);
        operations.put("GetBasePathMappings", in -> {
            domain(in);
            return RestOperations.page(in, shelf.book().list(Book.ACCOUNT, BASE_PATH, in.needed("domain_name") + "/"));
        });
        operations.put("UpdateBasePathMapping", in -> {
            Doc doc = Patch.apply(basePath(in), in.docs("patchOperations"));
            shelf.book().remove(Book.ACCOUNT, BASE_PATH, in.needed("domain_name") + "/" + in.needed("base_path"));
            shelf.book().put(Book.ACCOUNT, BASE_PATH, in.needed("domain_name") + "/" + doc.text("basePath"), doc);
            return doc;
        });
        operations.put("DeleteBasePathMapping", in -> {
            basePath(in);
            shelf.book().remove(Book.ACCOUNT, BASE_PATH, in.needed("domain_name") + "/" + in.needed("base_path"));
            return Doc.empty();
        });
    }

    private Doc basePath(Doc in) {
        return shelf.need(
                Book.ACCOUNT, BASE_PATH, in.needed("domain_name") + "/" + in.needed("base_path"), "base path mapping");
    }
}
