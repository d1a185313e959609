package dev.hearth.neighbours.cloudformation;

import dev.hearth.neighbours.resources.AwsCalls;

/** Who does AWS's operations for stacks. */
public interface StackClients {

    /** The operations in the name of the holder of {@code accessKeyId}. */
    AwsCalls as(String accessKeyId);

    /**
     * An object in S3, at most {@code most} bytes of it.
     *
     * @throws dev.hearth.core.FaultException when it is not there
     */
    byte[] object(String accessKeyId, String bucket, String key, int most);
}
