package dev.hearth.services.registry;

import dev.hearth.core.Fault;
import dev.hearth.core.FaultException;
import java.time.Instant;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What may be said of a function's asynchronous invocations, runtime and recursion: pure functions. */
final class OptionDecisions {

    private static final Pattern DESTINATION = Pattern.compile("$|kafka://([^.]([a-zA-Z0-9\\-_.]{0,248}))|"
            + "arn:(aws[a-zA-Z0-9-]*):([a-zA-Z0-9\\-])+:([a-z]{2}((-gov)|(-iso([a-z]?)))?-[a-z]+-\\d{1})?:"
            + "(\\d{12})?:(.*)");
    private static final Pattern SERVICE = Pattern.compile("arn:[^:]+:(lambda|sqs|sns|events|s3):.*");
    private static final Pattern RUNTIME_VERSION =
            Pattern.compile("arn:(aws[a-zA-Z-]*):lambda:[a-z]{2}((-gov)|(-iso(b?)))?-[a-z]+-\\d{1}::runtime:.+");
    private static final int DESTINATION_LENGTH = 350;
    private static final int RETRIES = 2;
    private static final int AGE_MIN_SECONDS = 60;
    private static final int AGE_MAX_SECONDS = 21_600;
    private static final int RUNTIME_VERSION_MIN = 26;
    private static final int RUNTIME_VERSION_MAX = 2_048;

    private OptionDecisions() {}

    static void checkModel(FunctionOptions.EventInvokeWish wish) {
        FunctionOptions.Destinations to = wish.destinations();
        Constraints constraints = new Constraints()
                .range("maximumRetryAttempts", wish.maximumRetryAttempts(), 0, RETRIES)
                .range("maximumEventAgeInSeconds", wish.maximumEventAgeSeconds(), AGE_MIN_SECONDS, AGE_MAX_SECONDS);
        if (to != null) {
            constraints
                    .length("destinationConfig.onFailure.destination", to.onFailure(), 0, DESTINATION_LENGTH)
                    .pattern("destinationConfig.onFailure.destination", to.onFailure(), DESTINATION)
                    .length("destinationConfig.onSuccess.destination", to.onSuccess(), 0, DESTINATION_LENGTH)
                    .pattern("destinationConfig.onSuccess.destination", to.onSuccess(), DESTINATION);
        }
        constraints.verify();
        if (wish.maximumRetryAttempts() == null && wish.maximumEventAgeSeconds() == null && to == null) {
            throw FunctionDecisions.refused("You must specify at least one of error handling or destination setting.");
        }
    }

    /** Refuses destinations that cannot be. */
    static void checkDestinations(FunctionOptions.@Nullable Destinations to, String functionArn) {
        if (to == null) {
            return;
        }
        boolean valid = isServed(to.onSuccess()) && isServed(to.onFailure());
        if (!valid || to.onSuccess() != null && to.onSuccess().startsWith("arn:aws:s3:")) {
            throw FunctionDecisions.refused("The provided destination config DestinationConfig(onSuccess="
                    + told("OnSuccess", to.onSuccess()) + ", onFailure=" + told("OnFailure", to.onFailure())
                    + ") is invalid.");
        }
        if (isItself(to.onSuccess(), functionArn) || isItself(to.onFailure(), functionArn)) {
            throw FunctionDecisions.refused("You can't specify the function as a destination for itself.");
        }
    }

    private static boolean isServed(@Nullable String arn) {
        return arn == null || arn.isEmpty() || SERVICE.matcher(arn).matches();
    }

    private static String told(String name, @Nullable String arn) {
        return arn == null || arn.isEmpty() ? "null" : name + "(destination=" + arn + ")";
    }

    private static boolean isItself(@Nullable String arn, String functionArn) {
        return arn != null && (arn.equals(functionArn) || arn.startsWith(functionArn + ":"));
    }

    static FunctionPart.EventInvoke put(
            FunctionReference reference, FunctionOptions.EventInvokeWish wish, Instant now) {
        FunctionOptions.Destinations to = wish.destinations();
        return new FunctionPart.EventInvoke(
                reference.name(),
                qualifier(reference),
                wish.maximumRetryAttempts(),
                wish.maximumEventAgeSeconds(),
                to == null ? "" : orEmpty(to.onSuccess()),
                to == null ? "" : orEmpty(to.onFailure()),
                now);
    }

    static FunctionPart.EventInvoke updated(
            FunctionPart.EventInvoke old, FunctionOptions.EventInvokeWish wish, Instant now) {
        FunctionOptions.Destinations to = wish.destinations();
        Integer retries = wish.maximumRetryAttempts();
        Integer age = wish.maximumEventAgeSeconds();
        return new FunctionPart.EventInvoke(
                old.function(),
                old.qualifier(),
                retries == null ? old.maximumRetryAttempts() : retries,
                age == null ? old.maximumEventAgeSeconds() : age,
                to == null ? old.onSuccess() : orEmpty(to.onSuccess()),
                to == null ? old.onFailure() : orEmpty(to.onFailure()),
                now);
    }

    private static String orEmpty(@Nullable String text) {
        return text == null ? "" : text;
    }

    static String qualifier(FunctionReference reference) {
        String qualifier = reference.qualifier();
        return qualifier == null ? FunctionRecord.LATEST : qualifier;
    }

    static FaultException noEventInvoke(String arn) {
        return new Fault(Fault.Kind.NOT_FOUND, "The function " + arn + " doesn't have an EventInvokeConfig")
                .asException();
    }

    static FaultException noFunction() {
        return new Fault(Fault.Kind.NOT_FOUND, "The function doesn't exist.").asException();
    }

    static FunctionPart.RuntimeManagement runtime(
            FunctionRecord function, @Nullable String updateRuntimeOn, @Nullable String runtimeVersionArn) {
        new Constraints()
                .required("updateRuntimeOn", updateRuntimeOn)
                .oneOf("updateRuntimeOn", updateRuntimeOn, List.of("Auto", "Manual", "FunctionUpdate"))
                .length("runtimeVersionArn", runtimeVersionArn, RUNTIME_VERSION_MIN, RUNTIME_VERSION_MAX)
                .pattern("runtimeVersionArn", runtimeVersionArn, RUNTIME_VERSION)
                .verify();
        boolean manual = "Manual".equals(updateRuntimeOn);
        if (manual && runtimeVersionArn == null) {
            throw FunctionDecisions.refused(
                    "You must specify a RuntimeVersionArn when the UpdateRuntimeOn value is Manual.");
        }
        if (!manual && runtimeVersionArn != null) {
            throw FunctionDecisions.refused(
                    "RuntimeVersionArn is only valid when the UpdateRuntimeOn value is Manual.");
        }
        return new FunctionPart.RuntimeManagement(
                function.name(), function.version(), String.valueOf(updateRuntimeOn), orEmpty(runtimeVersionArn));
    }

    static FunctionPart.Recursion recursion(String function, @Nullable String recursiveLoop) {
        new Constraints()
                .required("recursiveLoop", recursiveLoop)
                .oneOf("recursiveLoop", recursiveLoop, List.of("Terminate", "Allow"))
                .verify();
        return new FunctionPart.Recursion(function, String.valueOf(recursiveLoop));
    }
}
