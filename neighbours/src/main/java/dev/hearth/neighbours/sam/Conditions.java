package dev.hearth.neighbours.sam;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Conditions that the transform adds to a template's own. */
final class Conditions {

    /** How many conditions {@code Fn::Or} takes. */
    private static final int MOST_IN_OR = 10;

    private static final int ID_LIMIT = 255;

    private Conditions() {}

    /** Adds to {@code conditions} one of {@code name} that holds when any of {@code names} does; two or more. */
    static void addAny(Map<String, Object> conditions, String name, List<String> names) {
        List<String> left = new ArrayList<>(names);
        int steps = (left.size() - 2) / (MOST_IN_OR - 1);
        while (left.size() > 1) {
            String step = steps > 0 ? name + steps : name;
            steps--;
            List<String> now = left.subList(0, Math.min(MOST_IN_OR, left.size()));
            conditions.put(step, Tree.map("Fn::Or", each(now)));
            now.clear();
            left.add(step);
        }
    }

    static List<Object> each(List<String> names) {
        List<Object> list = new ArrayList<>();
        names.forEach(name -> list.add(Tree.map("Condition", name)));
        return list;
    }

    /** A name for a condition of which {@code resource} is the reason. */
    static String name(String name, String resource) {
        String whole = Canonical.id(name, resource);
        return whole.substring(0, Math.min(whole.length(), ID_LIMIT));
    }
}
