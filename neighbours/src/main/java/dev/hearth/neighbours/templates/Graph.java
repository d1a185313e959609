package dev.hearth.neighbours.templates;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * Which of a template's resources come before which: those that it names in {@code DependsOn}, and those whose values
 * it uses.
 *
 * @param earlier by logical id, the resources that must be there first
 */
public record Graph(Map<String, Set<String>> earlier) {

    /** By the type of a deployment: what it is a copy of. */
    private static final Map<String, Set<String>> DEPLOYED = Map.of(
            "AWS::ApiGateway::Deployment",
            Set.of("AWS::ApiGateway::Method", "AWS::ApiGateway::GatewayResponse"),
            "AWS::ApiGatewayV2::Deployment",
            Set.of("AWS::ApiGatewayV2::Route", "AWS::ApiGatewayV2::RouteResponse"));

    /**
     * The graph of those of {@code template}'s resources that are there under its conditions.
     *
     * @throws dev.hearth.core.FaultException when they wait for each other in a circle
     */
    public static Graph of(Template template, Resolver resolver) {
        Map<String, ResourceBlock> there = new LinkedHashMap<>();
        template.resources().forEach((id, block) -> {
            if (resolver.isThere(block)) {
                there.put(id, block);
            }
        });
        Map<String, Set<String>> earlier = new LinkedHashMap<>();
        there.forEach((id, block) -> {
            Set<String> needs = new LinkedHashSet<>(resolver.needs(block.properties()));
            needs.addAll(block.dependsOn());
            needs.retainAll(there.keySet());
            if (needs.remove(id)) {
                throw TemplateFault.because("Circular dependency between resources: [" + id + "]");
            }
            earlier.put(id, needs);
        });
        there.values().stream()
                .filter(block -> DEPLOYED.containsKey(block.type()))
                .forEach(deployment -> afterItsParts(deployment, there, earlier));
        Graph graph = new Graph(earlier);
        graph.order();
        return graph;
    }

    /**
     * A deployment is a copy of its API: it comes after all that it is to copy, also after what it does not name. AWS
     * leaves that order to how long each resource takes there.
     */
    private static void afterItsParts(
            ResourceBlock deployment, Map<String, ResourceBlock> there, Map<String, Set<String>> earlier) {
        String api = deployment.type().contains("V2") ? "ApiId" : "RestApiId";
        Set<String> later = later(deployment.logicalId(), earlier);
        there.forEach((id, block) -> {
            if (DEPLOYED.getOrDefault(deployment.type(), Set.of()).contains(block.type())
                    && !later.contains(id)
                    && Tree.same(
                            block.properties().get(api), deployment.properties().get(api))) {
                earlier.getOrDefault(deployment.logicalId(), new LinkedHashSet<>())
                        .add(id);
            }
        });
    }

    /** {@code first} with all that come after it. */
    private static Set<String> later(String first, Map<String, Set<String>> earlier) {
        Set<String> later = new LinkedHashSet<>(Set.of(first));
        boolean more = true;
        while (more) {
            more = false;
            for (Map.Entry<String, Set<String>> each : earlier.entrySet()) {
                more |= !Collections.disjoint(each.getValue(), later) && later.add(each.getKey());
            }
        }
        return later;
    }

    /** The resources in an order in which they can be made. */
    public List<String> order() {
        Map<String, Integer> open = new LinkedHashMap<>();
        Map<String, List<String>> later = new LinkedHashMap<>();
        Deque<String> ready = new ArrayDeque<>();
        earlier.forEach((id, needs) -> {
            open.put(id, needs.size());
            needs.forEach(need ->
                    later.computeIfAbsent(need, none -> new ArrayList<>()).add(id));
            if (needs.isEmpty()) {
                ready.add(id);
            }
        });
        List<String> order = new ArrayList<>();
        for (String id = ready.poll(); id != null; id = ready.poll()) {
            order.add(id);
            for (String next : later.getOrDefault(id, List.of())) {
                if (open.merge(next, -1, Integer::sum) == 0) {
                    ready.add(next);
                }
            }
        }
        if (order.size() < earlier.size()) {
            TreeSet<String> circle = new TreeSet<>(earlier.keySet());
            circle.removeAll(Set.copyOf(order));
            throw TemplateFault.because("Circular dependency between resources: " + circle);
        }
        return order;
    }
}
