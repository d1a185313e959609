package dev.hearth.aws.lambda;

import dev.hearth.core.Fault;
import org.jspecify.annotations.Nullable;

/** Where packages are that are not in a request: objects of S3. */
@FunctionalInterface
public interface CodeObjects {

    /** Serves no objects. */
    CodeObjects NONE = (bucket, key, version) -> {
        throw new Fault(Fault.Kind.INVALID_PARAMETER, "Code.S3Bucket is not served by this Hearth yet.").asException();
    };

    /** A package's largest object, bytes: what Lambda unpacks at most. */
    int MAX_BYTES = 262_144_000;

    /**
     * The bytes of an object. Blocks; refuses as Lambda does when it is not there or too large.
     *
     * @param version null for the latest
     */
    byte[] read(String bucket, String key, @Nullable String version);
}
