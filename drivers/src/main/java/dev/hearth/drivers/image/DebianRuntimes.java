package dev.hearth.drivers.image;

import dev.hearth.drivers.microvm.GuestImage;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Which packages serve which runtime, and which interpreters a finished root file system has. */
final class DebianRuntimes {

    private static final Pattern PYTHON = Pattern.compile("python(3\\.\\d{1,3})");
    private static final Pattern NODEJS = Pattern.compile("nodejs(\\d{1,3})\\.x");
    private static final Pattern JAVA = Pattern.compile("java(\\d{1,3})(\\.al\\d{1,4})?");
    private static final Pattern PROVIDED = Pattern.compile("provided(\\.al\\d{1,4})?");
    private static final Pattern JVM = Pattern.compile("java-(\\d{1,3})-openjdk-.*");
    private static final Pattern OPENJDK = Pattern.compile("openjdk-(\\d{1,3})-jre-headless");

    private DebianRuntimes() {}

    /** The package that brings {@code runtime}, none for {@code provided.*}; an error names what there is instead. */
    static List<String> packages(String runtime, Apt apt) throws IOException {
        Matcher python = PYTHON.matcher(runtime);
        Matcher nodejs = NODEJS.matcher(runtime);
        Matcher java = JAVA.matcher(runtime);
        if (PROVIDED.matcher(runtime).matches()) {
            return List.of();
        } else if (python.matches()) {
            return required("python" + python.group(1), runtime, apt, "python3.", PYTHON);
        } else if (java.matches()) {
            return required("openjdk-" + java.group(1) + "-jre-headless", runtime, apt, "openjdk-", OPENJDK);
        } else if (nodejs.matches()) {
            String version = apt.candidate("nodejs");
            if (!version.startsWith(nodejs.group(1) + ".")) {
                throw new ImageException("the package sources of this host have no " + runtime
                        + (version.isEmpty() ? "" : "; they have nodejs " + version)
                        + ". Add a source that does, or build from a container image: --from-oci");
            }
            return List.of("nodejs");
        }
        throw new ImageException("'" + runtime
                + "' is no runtime that images are built for: python3.N, nodejsN.x, javaN" + " or provided.al2023");
    }

    private static List<String> required(String name, String runtime, Apt apt, String prefix, Pattern pattern)
            throws IOException {
        if (!apt.candidate(name).isEmpty()) {
            return List.of(name);
        }
        List<String> others = new ArrayList<>();
        for (String other : apt.names(prefix)) {
            if (pattern.matcher(other).matches() && !apt.candidate(other).isEmpty()) {
                others.add(other);
            }
        }
        throw new ImageException("the package sources of this host have no " + runtime + " (" + name + ")"
                + (others.isEmpty() ? "" : "; they have " + String.join(", ", others))
                + ". Ask for another version, add a source, or build from a container image: --from-oci");
    }

    /** The interpreters in {@code tree}; {@code nodejsVersion} is its package's, empty for none. */
    static List<GuestImage.Interpreter> interpreters(FileTree tree, String nodejsVersion) throws ImageException {
        List<GuestImage.Interpreter> found = new ArrayList<>();
        for (String name : tree.names("usr/bin")) {
            Matcher python = PYTHON.matcher(name);
            if (python.matches()) {
                found.add(new GuestImage.Interpreter(name, "/usr/bin/" + name));
            }
        }
        if (!nodejsVersion.isEmpty()) {
            String major = nodejsVersion.substring(0, nodejsVersion.indexOf('.'));
            String program = tree.names("usr/bin").contains("nodejs") ? "/usr/bin/nodejs" : "/usr/bin/node";
            found.add(new GuestImage.Interpreter("nodejs" + major + ".x", program));
        }
        for (String name : tree.names("usr/lib/jvm")) {
            Matcher java = JVM.matcher(name);
            if (java.matches() && tree.names("usr/lib/jvm/" + name + "/bin").contains("java")) {
                found.add(new GuestImage.Interpreter("java" + java.group(1), "/usr/lib/jvm/" + name + "/bin/java"));
            }
        }
        return found;
    }
}
