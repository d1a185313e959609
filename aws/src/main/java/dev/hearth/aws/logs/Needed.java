package dev.hearth.aws.logs;

import dev.hearth.core.Fault;
import dev.hearth.core.FaultException;
import dev.hearth.services.logs.LogRules;
import org.jspecify.annotations.Nullable;

/** What a request must say. */
final class Needed {

    private Needed() {}

    static <T> T member(@Nullable T value, String member) {
        if (value == null) {
            throw LogRules.invalid("1 validation error detected: Value null at '" + member
                    + "' failed to satisfy constraint: Member must not be null");
        }
        return value;
    }

    /** The group, which is named in exactly one of two members. */
    static String group(@Nullable String name, @Nullable String identifier) {
        if (name != null && identifier != null) {
            throw LogRules.invalid("LogGroupName and LogGroupIdentifier cannot both be provided.");
        }
        if (name != null) {
            return LogRules.groupName(name, "logGroupName");
        }
        if (identifier == null) {
            throw LogRules.invalid("Either LogGroupName or LogGroupIdentifier must be provided.");
        }
        return identifier;
    }

    static FaultException notBuilt(String what) {
        return new Fault(Fault.Kind.INVALID_PARAMETER, what).asException();
    }
}
