package dev.hearth.neighbours.sam;

import java.util.HashMap;
import java.util.Map;

/** Where the policies that AWS manages are: most at the root, the others in the table beside this class. */
final class ManagedPolicies {

    private static final String TABLE = "managed-policies.txt";

    private ManagedPolicies() {}

    /** Loaded when the first template names a policy. */
    private static final class Known {

        static final Map<String, String> PATHS = read();

        private static Map<String, String> read() {
            Map<String, String> paths = new HashMap<>();
            for (String line : Facts.lines(TABLE)) {
                String[] words = line.split(" ");
                for (int i = 1; i < words.length; i++) {
                    paths.put(words[i], words[0] + words[i]);
                }
            }
            return paths;
        }
    }

    /** Path and name of the policy {@code name}. */
    static String path(String name) {
        return Known.PATHS.getOrDefault(name, name);
    }
}
