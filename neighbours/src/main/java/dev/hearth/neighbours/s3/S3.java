package dev.hearth.neighbours.s3;

import dev.hearth.core.AwsScope;
import dev.hearth.core.Ports;
import dev.hearth.neighbours.outbox.Outbox;

/** S3 of this account. */
public interface S3 extends AutoCloseable {

    /**
     * S3 over what {@code store} and {@code bytes} keep.
     *
     * @param targets who can be told of events
     * @param outbox brings notifications to their targets; its store is over the same database as {@code store}
     */
    static S3 create(
            S3Store store, ObjectBytes bytes, NotificationTargets targets, Outbox outbox, Ports ports, AwsScope scope) {
        return new RoomS3(store, bytes, targets, outbox, ports, scope);
    }

    /** Begins to remove what lies about and what lifecycles let expire. */
    void start();

    Buckets buckets();

    Objects objects();

    Uploads uploads();

    /** Does nothing by itself any more. */
    @Override
    void close();
}
