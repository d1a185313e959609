package dev.hearth.neighbours.resources;

import dev.hearth.core.Fault;
import dev.hearth.core.FaultException;
import dev.hearth.neighbours.templates.Tree;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** What is often done with properties. */
final class Properties {

    private Properties() {}

    static FaultException invalid(String what) {
        return new Fault(Fault.Kind.VALIDATION, "Properties validation failed: " + what, "InvalidRequest")
                .asException();
    }

    /** Those of {@code wish} but {@code names}. */
    static Map<String, Object> without(Wish wish, String... names) {
        Map<String, Object> rest = new LinkedHashMap<>(wish.properties());
        rest.keySet().removeAll(Set.of(names));
        return rest;
    }

    /** Only those of {@code wish} in {@code names} that are there. */
    static Map<String, Object> only(Wish wish, Set<String> names) {
        Map<String, Object> some = new LinkedHashMap<>(wish.properties());
        some.keySet().retainAll(names);
        return some;
    }

    /** Refuses properties that are not among {@code known}. */
    static void known(Wish wish, Set<String> known) {
        for (String name : wish.properties().keySet()) {
            if (!known.contains(name)) {
                throw invalid("extraneous key [" + name + "] is not permitted");
            }
        }
    }

    /** The names of properties that differ. */
    static Set<String> changed(Map<String, Object> before, Map<String, Object> now) {
        Set<String> names = new TreeSet<>(before.keySet());
        names.addAll(now.keySet());
        names.removeIf(name -> Tree.same(before.get(name), now.get(name)));
        return names;
    }

    static boolean changed(Wish before, Wish now, String name) {
        return !Tree.same(before.properties().get(name), now.properties().get(name));
    }

    /** A map with one more member. */
    static Map<String, Object> with(Map<String, Object> members, String name, Object value) {
        Map<String, Object> more = new LinkedHashMap<>(members);
        more.put(name, value);
        return more;
    }

    /** The member {@code name} of a response, in any case, as text. */
    static String text(Map<String, Object> response, String name) {
        Object value = member(response, name);
        return value == null ? "" : Tree.text(value);
    }

    static Object member(Map<String, Object> response, String name) {
        Object exact = response.get(name);
        if (exact != null) {
            return exact;
        }
        String wanted = name.toLowerCase(Locale.ROOT);
        return response.entrySet().stream()
                .filter(entry -> entry.getKey().toLowerCase(Locale.ROOT).equals(wanted))
                .map(Map.Entry::getValue)
                .findFirst()
                .orElse(null);
    }

    /** Does what may find nothing to do it to. */
    static void gone(Runnable delete) {
        try {
            delete.run();
        } catch (FaultException refused) {
            if (!AwsCalls.isMissing(refused)) {
                throw refused;
            }
        }
    }
}
