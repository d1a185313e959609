package dev.hearth.neighbours.s3;

/** Whether a bucket keeps what is overwritten and deleted. Once enabled it can only be suspended. */
public enum Versioning {
    UNVERSIONED,
    ENABLED,
    SUSPENDED
}
