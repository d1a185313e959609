package dev.hearth.drivers.runtimes;

import dev.hearth.sandbox.SandboxSpec;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The command line of a Java function: AWS's runtime interface client with the options that Lambda's own bootstrap
 * gives it, as seen in {@code /proc/self/cmdline} of functions in Lambda. {@code JAVA_TOOL_OPTIONS} come before the
 * command line in the JVM's order, so a default that they speak of is left out.
 */
public final class JavaDecisions {

    private static final String MAIN = "com.amazonaws.services.lambda.runtime.api.client.AWSLambda";
    private static final String NATIVE = "com.amazonaws.services.lambda.runtime.api.client.runtimeapi.NativeClient.JNI";
    /** Share of the function's memory that the heap gets at least, percent. */
    private static final int HEAP_PERCENT = 85;
    /** What is left to the rest of a large JVM, MiB: 160 for metaspace and 80 for code. */
    private static final int REST_MB = 240;
    /** Lambda stops at the first compiler from this version on, for functions that are started on demand. */
    private static final int FIRST_COMPILER_SINCE = 17;
    /** Lambda no longer does so for provisioned concurrency from this version on. */
    private static final int FULL_WHEN_PROVISIONED_SINCE = 25;

    private static final int ERRORS_TO_STDERR_SINCE = 17;
    private static final int NATIVE_ACCESS_SINCE = 22;

    private static final Pattern HEAP = Pattern.compile("-Xmx|-XX:(MaxHeapSize|MaxRAM)");
    private static final Pattern COLLECTOR = Pattern.compile("-XX:\\+Use\\w*GC\\b");
    private static final Pattern SHARING = Pattern.compile("-Xshare|SharedArchiveFile|AutoCreateSharedArchive|-XX:AOT");
    /**
     * An archive serves JVMs that run as the one that made it; of these options it is known that it serves with them,
     * too.
     */
    private static final Pattern KEEP_ARCHIVE =
            Pattern.compile("(\\s*(-D|-Xm[sx]|-Xss|-XX:MaxHeapSize|-XX:MaxRAM|-XX:[+]?Tiered)\\S*)*\\s*");

    private static final Pattern COMPILER = Pattern.compile("TieredStopAtLevel|TieredCompilation");

    private JavaDecisions() {}

    /** The command line after {@code java}. */
    public static List<String> arguments(
            Interpreter java, List<String> libraries, Optional<String> archive, SandboxSpec spec) {
        String chosen = spec.environment().getOrDefault("JAVA_TOOL_OPTIONS", "");
        List<String> arguments = new ArrayList<>();
        unless(HEAP, chosen, arguments, "-XX:MaxHeapSize=" + heapKb(spec.memoryMb()) + "k");
        unless(COLLECTOR, chosen, arguments, "-XX:+UseSerialGC");
        unless(SHARING, chosen, arguments, "-Xshare:auto");
        // What the JVM cannot use it leaves, and a function's log is no place to say so.
        archive.filter(file -> KEEP_ARCHIVE.matcher(chosen).matches())
                .ifPresent(file -> arguments.addAll(List.of("-XX:SharedArchiveFile=" + file, "-Xlog:cds*=off")));
        if (firstCompilerOnly(java.version(), spec)) {
            unless(COMPILER, chosen, arguments, "-XX:+TieredCompilation", "-XX:TieredStopAtLevel=1");
        }
        // Else each start writes a file under /tmp that nobody can read from outside.
        arguments.add("-XX:-UsePerfData");
        if (java.version() >= ERRORS_TO_STDERR_SINCE) {
            arguments.add("-XX:+ErrorFileToStderr");
        }
        if (java.version() >= NATIVE_ACCESS_SINCE) {
            arguments.add("--enable-native-access=ALL-UNNAMED");
        }
        arguments.add("--add-opens=java.base/java.io=ALL-UNNAMED");
        arguments.add("-Dorg.crac.Core.Compat=com.amazonaws.services.lambda.crac");
        arguments.add("-D" + NATIVE + "=/var/runtime/lib/jni/" + nativeLibrary(java.musl()));
        arguments.add("-classpath");
        arguments.add(String.join(":", libraries));
        arguments.add(MAIN);
        arguments.add(spec.environment().getOrDefault("_HANDLER", ""));
        return arguments;
    }

    /** The largest heap, KiB. */
    public static long heapKb(int memoryMb) {
        return Math.max(Math.ceilDiv(memoryMb * 1024L * HEAP_PERCENT, 100), (memoryMb - REST_MB) * 1024L);
    }

    private static boolean firstCompilerOnly(int version, SandboxSpec spec) {
        boolean provisioned =
                "provisioned-concurrency".equals(spec.environment().get("AWS_LAMBDA_INITIALIZATION_TYPE"));
        return version >= FIRST_COMPILER_SINCE && !(provisioned && version >= FULL_WHEN_PROVISIONED_SINCE);
    }

    private static void unless(Pattern spokenOf, String chosen, List<String> arguments, String... defaults) {
        if (!spokenOf.matcher(chosen).find()) {
            arguments.addAll(List.of(defaults));
        }
    }

    private static String nativeLibrary(boolean musl) {
        String machine = System.getProperty("os.arch").equals("aarch64") ? "aarch_64" : "x86_64";
        return "libaws-lambda-jni.linux" + (musl ? "_musl" : "") + "-" + machine + ".so";
    }
}
