package dev.hearth.neighbours.s3;

import dev.hearth.core.AwsScope;
import dev.hearth.core.Ports;
import dev.hearth.neighbours.outbox.Outbox;

/** {@link S3}, made of its parts. */
final class RoomS3 implements S3 {

    private final RoomBuckets buckets;
    private final RoomObjects objects;
    private final RoomUploads uploads;
    private final Undertaker undertaker;
    private final Lifecycle lifecycle;

    RoomS3(S3Store store, ObjectBytes bytes, NotificationTargets targets, Outbox outbox, Ports ports, AwsScope scope) {
        this.undertaker = new Undertaker(store, bytes, ports);
        News news = new News(ports, scope);
        this.buckets = new RoomBuckets(store, targets, outbox, news, ports.time(), scope);
        Writer writer = new Writer(store, outbox, undertaker);
        this.objects = new RoomObjects(store, bytes, buckets, writer, news, undertaker, ports);
        this.uploads = new RoomUploads(store, bytes, buckets, objects, undertaker, ports);
        this.lifecycle = new Lifecycle(store, buckets, objects, uploads, ports);
    }

    @Override
    public void start() {
        undertaker.start();
        lifecycle.start();
    }

    @Override
    public Buckets buckets() {
        return buckets;
    }

    @Override
    public Objects objects() {
        return objects;
    }

    @Override
    public Uploads uploads() {
        return uploads;
    }

    @Override
    public void close() {
        lifecycle.close();
        undertaker.close();
    }
}
