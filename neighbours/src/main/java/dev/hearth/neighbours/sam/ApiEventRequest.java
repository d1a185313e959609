package dev.hearth.neighbours.sam;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What an {@code Api} event says of the requests to its method: model and parameters. */
final class ApiEventRequest {

    private ApiEventRequest() {}

    static void add(SamEvent event, Declared api, Definition definition, String path, String method) {
        if (event.says("RequestModel")) {
            model(event, api, definition, path, method);
        }
        if (event.get("RequestParameters") instanceof List<?> parameters) {
            parameters.forEach(parameter -> parameter(event, definition, path, method, parameter));
        }
    }

    private static void model(SamEvent event, Declared api, Definition definition, String path, String method) {
        Map<String, Object> wanted = Tree.at(event.properties(), "RequestModel");
        Object model = wanted.get("Model");
        if (!Tree.says(model)) {
            return;
        }
        String where = "[" + model + "] on API method [" + method + "] for path [" + path + "] ";
        String unable = "Unable to set RequestModel " + where + "because ";
        Object models = api.get("Models");
        if (!Tree.says(models)) {
            throw event.problem(unable + "the related API does not define any Models.");
        }
        if (!(models instanceof Map<?, ?> known)) {
            throw event.problem(unable + "the related API Models defined is of invalid type.");
        }
        if (!(model instanceof String)) {
            throw event.problem(unable + "the related API does not contain valid Models.");
        }
        if (!Tree.says(known.get(model))) {
            throw event.problem(unable + "it wasn't defined in the API's Models.");
        }
        RestDefinition.requestModel(definition, path, method, wanted);
        Object body = wanted.get("ValidateBody");
        Object parameters = wanted.get("ValidateParameters");
        if (body == null && parameters == null) {
            return;
        }
        boolean booleans =
                (body == null || body instanceof Boolean) && (parameters == null || parameters instanceof Boolean);
        if (!booleans) {
            throw event.problem("Unable to set Validator to RequestModel " + where
                    + "ValidateBody and ValidateParameters must be a boolean type, strings or intrinsics are not"
                    + " supported.");
        }
        RestDefinition.requestValidator(
                definition, path, method, Boolean.TRUE.equals(body), Boolean.TRUE.equals(parameters));
    }

    private static void parameter(
            SamEvent event, Definition definition, String path, String method, @Nullable Object parameter) {
        String invalid = "Invalid value for 'RequestParameters' property. ";
        Map<String, Object> settings = Tree.map();
        Object name = parameter;
        if (parameter instanceof Map<?, ?> map && !map.isEmpty()) {
            Map.Entry<?, ?> first = map.entrySet().iterator().next();
            name = first.getKey();
            boolean sound = first.getValue() instanceof Map<?, ?> given
                    && List.of("Required", "Caching").containsAll(given.keySet());
            if (sound) {
                settings = Tree.members(first.getValue());
            } else if (named(String.valueOf(name))) {
                throw event.problem(invalid + "Values must be an object, e.g { Required: true, Caching: false }");
            }
        }
        if (!(name instanceof String text)) {
            throw event.problem(invalid + "Property must be either a string or an object");
        }
        if (!named(text)) {
            throw event.problem(
                    invalid + "Keys must be in the format 'method.request.[querystring|path|header].{value}',"
                            + " e.g 'method.request.header.Authorization'.");
        }
        RestDefinition.requestParameter(
                definition,
                path,
                method,
                text,
                settings.getOrDefault("Required", false),
                settings.getOrDefault("Caching", false));
    }

    private static boolean named(String name) {
        return name.matches("method\\.request\\.(querystring|path|header)\\..*");
    }
}
