package dev.hearth.services.registry;

import dev.hearth.core.Fault;
import dev.hearth.core.FaultException;
import dev.hearth.core.ManagedRuntimes;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Which runtime identifiers a function may name here, and what Lambda says of the others. */
final class RuntimeRules {

    private static final List<String> PROVIDED = List.of("provided.al2023", "provided.al2");

    /** Lambda has them and Hearth does not. */
    private static final List<String> UNSERVED =
            List.of("dotnet6", "dotnet8", "dotnet10", "ruby3.2", "ruby3.3", "ruby3.4", "ruby4.0");

    /** Lambda had them. */
    private static final List<String> RETIRED = List.of(
            "nodejs",
            "nodejs4.3",
            "nodejs4.3-edge",
            "nodejs6.10",
            "nodejs8.10",
            "nodejs10.x",
            "nodejs12.x",
            "nodejs14.x",
            "java8",
            "python2.7",
            "python3.6",
            "python3.7",
            "dotnetcore1.0",
            "dotnetcore2.0",
            "dotnetcore2.1",
            "dotnetcore3.1",
            "go1.x",
            "ruby2.5",
            "ruby2.7",
            "provided");

    private RuntimeRules() {}

    /** Refuses a runtime that is unknown, retired, not served, or for which this machine has no interpreter. */
    static void check(String runtime, Runtimes runtimes) {
        if (RETIRED.contains(runtime)) {
            throw refused("The runtime parameter of " + runtime + " is no longer supported for creating or updating AWS"
                    + " Lambda functions. We recommend you use a supported runtime while creating or updating"
                    + " functions.");
        }
        if (UNSERVED.contains(runtime)) {
            throw refused("The runtime " + runtime + " is not served by this Hearth. It serves "
                    + String.join(", ", served()) + ".");
        }
        if (!served().contains(runtime)) {
            throw refused("Value " + runtime + " at 'runtime' failed to satisfy constraint: Member must satisfy enum"
                    + " value set: " + served() + " or be a valid ARN");
        }
        if (!PROVIDED.contains(runtime) && runtimes.actual(runtime).isEmpty()) {
            throw refused("No interpreter on this machine can serve the runtime " + runtime
                    + ": install it or a newer version of its family.");
        }
    }

    /** What to tell of a runtime that a newer version stands in for; empty when there is nothing to tell. */
    static String note(String runtime, Runtimes runtimes) {
        if (runtime.isEmpty() || PROVIDED.contains(runtime)) {
            return "";
        }
        Optional<String> actual = runtimes.actual(runtime);
        if (actual.isEmpty()) {
            return "No interpreter on this machine can serve " + runtime + " any more.";
        }
        return actual.get().equals(runtime)
                ? ""
                : runtime + " is not installed on this machine; " + actual.get() + " serves in its place.";
    }

    /** Every identifier that Lambda has or had. */
    static List<String> known() {
        return Stream.of(PROVIDED, ManagedRuntimes.IDENTIFIERS, UNSERVED, RETIRED)
                .flatMap(List::stream)
                .toList();
    }

    private static List<String> served() {
        return Stream.concat(PROVIDED.stream(), ManagedRuntimes.IDENTIFIERS.stream())
                .toList();
    }

    private static FaultException refused(String message) {
        return new Fault(Fault.Kind.INVALID_PARAMETER, message).asException();
    }
}
