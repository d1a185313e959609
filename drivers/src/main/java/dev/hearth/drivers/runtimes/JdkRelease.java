package dev.hearth.drivers.runtimes;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What the {@code release} file of a Java installation says of it.
 *
 * @param version the feature release: 17, 21, 25
 * @param musl whether it is made for musl
 * @param whole whether it has all modules of Java SE, or does not say which it has
 */
public record JdkRelease(int version, boolean musl, boolean whole) {

    /** The oldest whose command line options are those that the bootstrap is given. */
    private static final int OLDEST = 11;

    private static final Pattern VERSION = Pattern.compile("(?m)^JAVA_VERSION=\"(?:1\\.)?(\\d{1,3})");
    private static final Pattern MUSL = Pattern.compile("(?m)^LIBC=\"musl\"");
    private static final Pattern MODULES = Pattern.compile("(?m)^MODULES=\"([^\"]*)\"");

    public static Optional<JdkRelease> parse(String text) {
        Matcher version = VERSION.matcher(text);
        if (!version.find()) {
            return Optional.empty();
        }
        Matcher modules = MODULES.matcher(text);
        boolean whole = !modules.find() || (" " + modules.group(1) + " ").contains(" java.se ");
        return Optional.of(new JdkRelease(
                Integer.parseInt(version.group(1)), MUSL.matcher(text).find(), whole));
    }

    /** Whether functions can rely on it: an image that was cut down for one program serves no other. */
    public boolean usable() {
        return version >= OLDEST && whole;
    }
}
