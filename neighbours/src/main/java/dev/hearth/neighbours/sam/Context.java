package dev.hearth.neighbours.sam;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;

/**
 * What the kinds of resources share while one template is translated.
 *
 * @param source the template's resources, with Globals applied; events write into the APIs that they belong to
 * @param conditions of the template that is made
 * @param mappings of the template
 * @param parameters of the stack
 * @param partition of ARNs
 * @param usagePlans of all REST APIs
 * @param apiFunctions names of functions by the API that calls them
 */
record Context(
        Map<String, Object> source,
        Map<String, Object> conditions,
        Map<String, Object> mappings,
        Parameters parameters,
        String partition,
        UsagePlans usagePlans,
        Map<String, StringBuilder> apiFunctions) {

    static Context of(
            Map<String, Object> source,
            Map<String, Object> conditions,
            Map<String, Object> mappings,
            Parameters parameters,
            String partition) {
        return new Context(source, conditions, mappings, parameters, partition, new UsagePlans(), new TreeMap<>());
    }

    /** The resource {@code id} as it is declared; one without properties when there is none. */
    Declared resource(String id) {
        return new Declared(id, source.get(id) instanceof Map<?, ?> map ? Tree.members(map) : new LinkedHashMap<>());
    }

    /** The ARN of a policy that AWS manages. */
    String managedPolicy(String path) {
        return "arn:" + partition + ":iam::aws:policy/" + path;
    }
}
