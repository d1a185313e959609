package dev.hearth.neighbours.s3;

/** Whoever may be told of a bucket's events. */
public interface NotificationTargets {

    /** Whether {@code arn} is there and takes what {@code bucket} tells. */
    boolean accepts(String arn, String bucket);
}
