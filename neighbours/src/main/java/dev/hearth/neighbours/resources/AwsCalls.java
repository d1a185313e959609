package dev.hearth.neighbours.resources;

import dev.hearth.core.Fault;
import dev.hearth.core.FaultException;
import java.time.Duration;
import java.util.Map;
import java.util.Set;

/** The operations of the AWS APIs, in somebody's name. */
public interface AwsCalls {

    /**
     * Does one operation; may block.
     *
     * @param service the signing name, for example {@code lambda}
     * @param operation for example {@code CreateFunction}
     * @param input members by the names of AWS's model, in any case; values are taken leniently
     * @return the response's members; of S3 the {@code Body} as a text
     * @throws FaultException what AWS would say; its detail is the error's code, see {@link #refused}
     */
    Map<String, Object> call(String service, String operation, Map<String, Object> input);

    /**
     * Does an operation that gives the same for the same {@code mark}, however often it is asked: of those that have no
     * token of AWS's for that, Hearth's own {@code CreateAccessKey}.
     */
    default Map<String, Object> once(String mark, String service, String operation, Map<String, Object> input) {
        return call(service, operation, input);
    }

    /** Waits, for something that takes time. */
    void pause(Duration time);

    /** An error of AWS's on its way. */
    static FaultException refused(String fullCode, int status, String message) {
        // Some APIs say a code with the namespace of its model before it.
        String code = fullCode.substring(fullCode.indexOf('#') + 1);
        boolean missing = status == 404 || MISSING.contains(code) || code.endsWith("NotFound");
        boolean there =
                EXISTING.contains(code) || code.endsWith("AlreadyExists") || code.endsWith("AlreadyExistsException");
        Fault.Kind kind = missing
                ? Fault.Kind.NOT_FOUND
                : there ? Fault.Kind.ALREADY_EXISTS : status >= 500 ? Fault.Kind.UNAVAILABLE : Fault.Kind.VALIDATION;
        return new Fault(kind, message, code).asException();
    }

    /** The refusal to make what somebody else made. */
    static FaultException isTaken(String type, String identifier) {
        return refused(
                "AlreadyExists",
                400,
                "Resource of type '" + type + "' with identifier '" + identifier + "' already exists.");
    }

    /** Whether {@code refused} says that something is not there. */
    static boolean isMissing(FaultException refused) {
        return refused.fault().kind() == Fault.Kind.NOT_FOUND;
    }

    /** Whether {@code refused} says that something is there already. */
    static boolean isThere(FaultException refused) {
        return refused.fault().kind() == Fault.Kind.ALREADY_EXISTS;
    }

    /** What stands for "not found" where the status does not say it. */
    Set<String> MISSING = Set.of(
            "ResourceNotFoundException",
            "NotFoundException",
            "NoSuchEntity",
            "NoSuchEntityException",
            "NoSuchBucket",
            "NoSuchKey",
            "NotFound",
            "ParameterNotFound",
            "QueueDoesNotExist",
            "AWS.SimpleQueueService.NonExistentQueue");

    /** What stands for "already there". */
    Set<String> EXISTING = Set.of(
            "ResourceConflictException",
            "ResourceAlreadyExistsException",
            "EntityAlreadyExists",
            "BucketAlreadyOwnedByYou",
            "BucketAlreadyExists",
            "ResourceInUseException",
            "QueueNameExists",
            "ConflictException");
}
