package dev.hearth.neighbours.apigateway;

import java.util.Map;
import java.util.function.UnaryOperator;

/** Domain names and what they map to: kept, and answered when a request's host is one. */
final class HttpDomains {

    static final String DOMAIN = "domain";
    static final String MAPPING = "mapping";

    private final Shelf shelf;

    HttpDomains(Shelf shelf) {
        this.shelf = shelf;
    }

    void into(Map<String, UnaryOperator<Doc>> operations) {
        operations.put("CreateDomainName", this::create);
        operations.put("GetDomainName", this::domain);
        operations.put(
                "GetDomainNames",
                in -> Pages.of(
                        shelf.book().list(Book.ACCOUNT, DOMAIN),
                        in.text("maxResults"),
                        in.text("nextToken"),
                        "items",
                        "nextToken"));
        operations.put("UpdateDomainName", in -> {
            Doc doc = domain(in);
            in.members().forEach(doc::put);
            shelf.book().put(Book.ACCOUNT, DOMAIN, in.needed("domainName"), doc);
            return doc;
        });
        operations.put("DeleteDomainName", in -> {
            domain(in);
            shelf.book().remove(Book.ACCOUNT, DOMAIN, in.needed("domainName"));
            return Doc.empty();
        });
        operations.put("CreateApiMapping", in -> {
            domain(in);
            String id = shelf.ids().small();
            Doc doc = in.without("domainName").put("apiMappingId", id);
            shelf.api(Shelf.HTTP_API, in.needed("apiId"));
            shelf.book().put(Book.ACCOUNT, MAPPING, key(in, id), doc);
            return doc;
        });
        operations.put("GetApiMapping", in -> mapping(in));
        operations.put(
                "GetApiMappings",
                in -> Pages.of(
                        shelf.book().list(Book.ACCOUNT, MAPPING, in.needed("domainName") + "/"),
                        in.text("maxResults"),
                        in.text("nextToken"),
                        "items",
                        "nextToken"));
        operations.put("UpdateApiMapping", in -> {
            Doc doc = mapping(in).take(in, "apiId", "apiMappingKey", "stage");
            shelf.book().put(Book.ACCOUNT, MAPPING, key(in, in.needed("apiMappingId")), doc);
            return doc;
        });
        operations.put("DeleteApiMapping", in -> {
            mapping(in);
            shelf.book().remove(Book.ACCOUNT, MAPPING, key(in, in.needed("apiMappingId")));
            return Doc.empty();
        });
    }

    private static String key(Doc in, String id) {
        return in.needed("domainName") + "/" + id;
    }

    private Doc mapping(Doc in) {
        return shelf.need(Book.ACCOUNT, MAPPING, key(in, in.needed("apiMappingId")), "ApiMapping");
    }

    private Doc domain(Doc in) {
        return shelf.need(Book.ACCOUNT, DOMAIN, in.needed("domainName"), "domain name");
    }

    private Doc create(Doc in) {
        String name = in.needed("domainName");
        if (shelf.book().find(Book.ACCOUNT, DOMAIN, name) != null) {
            throw ApiError.BAD_REQUEST.because("The domain name you provided already exists.");
        }
        Doc doc = Doc.of(
                        "domainName",
                        name,
                        "domainNameArn",
                        "arn:aws:apigateway:" + shelf.scope().region() + "::/domainnames/" + name,
                        "apiMappingSelectionExpression",
                        "$request.basepath")
                .take(in, "domainNameConfigurations", "mutualTlsAuthentication", "tags", "routingMode");
        shelf.book().put(Book.ACCOUNT, DOMAIN, name, doc);
        return doc;
    }
}
