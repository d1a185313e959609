package dev.hearth.server;

import dev.hearth.aws.StreamApi;
import dev.hearth.aws.s3.S3Api;
import dev.hearth.core.AwsScope;
import dev.hearth.core.Ports;
import dev.hearth.neighbours.outbox.Outbox;
import dev.hearth.neighbours.outbox.OutboxStore;
import dev.hearth.neighbours.s3.NotificationTargets;
import dev.hearth.neighbours.s3.ObjectBytes;
import dev.hearth.neighbours.s3.S3;
import dev.hearth.neighbours.s3.S3Store;
import dev.hearth.storage.Database;
import dev.hearth.storage.Stores;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** S3, made of its parts when the first request for it comes, or at the start when there are buckets. */
final class S3Parts implements AutoCloseable {

    /**
     * Where bytes are that are not on this host.
     *
     * @param address of another S3; empty for none
     * @param hosts from which those are brought that another host took
     */
    record Elsewhere(String address, Stores.Bringer hosts) {}

    private final S3Store store;
    private final Path folder;
    private final Elsewhere elsewhere;
    private final NotificationTargets targets;
    private final Outbox outbox;
    private final Ports ports;
    private final AwsScope scope;
    private volatile @Nullable S3 made;

    /**
     * @param kept what {@code outbox} keeps its postings in
     * @param targets who can be told of events
     * @param folder of the objects' bytes
     * @param elsewhere where else bytes are
     */
    S3Parts(
            Database database,
            OutboxStore kept,
            NotificationTargets targets,
            Outbox outbox,
            Path folder,
            Elsewhere elsewhere,
            Ports ports,
            AwsScope scope) {
        this.targets = targets;
        this.elsewhere = elsewhere;
        this.store = Stores.s3(database, kept);
        this.folder = folder;
        this.outbox = outbox;
        this.ports = ports;
        this.scope = scope;
    }

    S3 s3() {
        S3 there = made;
        return there == null ? make() : there;
    }

    private synchronized S3 make() {
        S3 there = made;
        if (there == null) {
            there = S3.create(store, bytes(), targets, outbox, ports, scope);
            there.start();
            made = there;
        }
        return there;
    }

    private ObjectBytes bytes() {
        ObjectBytes here = Stores.objectBytes(folder, ports.randomness(), elsewhere.hosts);
        return elsewhere.address.isEmpty()
                ? here
                : RemoteBytes.at(
                        ObjectsAddress.parse(elsewhere.address), here, folder.resolve("remote"), ports.randomness());
    }

    StreamApi api() {
        return S3Api.create(this::s3, ports.time(), scope);
    }

    /** Lambda's packages in it. */
    CodeBucket code() {
        return new CodeBucket(this::s3);
    }

    /** What its buckets want done by itself begins. */
    void start() {
        if (!store.buckets().isEmpty()) {
            s3();
        }
    }

    @Override
    public void close() {
        S3 there = made;
        if (there != null) {
            there.close();
        }
    }
}
