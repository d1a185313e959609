package dev.hearth.neighbours.apigateway;

/** Models of REST APIs. */
final class RestModels {

    private RestModels() {}

    /** The two that every API has from the beginning. */
    static void standard(Shelf shelf, String api) {
        put(shelf, api, "Error", "This is a default error schema model", """
                {
                  "$schema" : "http://json-schema.org/draft-04/schema#",
                  "title" : "Error Schema",
                  "type" : "object",
                  "properties" : {
                    "message" : { "type" : "string" }
                  }
                }""");
        put(shelf, api, "Empty", "This is a default empty schema model", """
                {
                  "$schema": "http://json-schema.org/draft-04/schema#",
                  "title" : "Empty Schema",
                  "type" : "object"
                }""");
    }

    private static void put(Shelf shelf, String api, String name, String description, String schema) {
        Doc model = Doc.of(
                "id", shelf.ids().small(),
                "name", name,
                "description", description,
                "schema", schema,
                "contentType", "application/json");
        shelf.book().put(api, Shelf.MODEL, name, model);
    }
}
