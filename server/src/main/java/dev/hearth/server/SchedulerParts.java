package dev.hearth.server;

import dev.hearth.aws.AwsApi;
import dev.hearth.aws.scheduler.SchedulerApi;
import dev.hearth.core.AwsScope;
import dev.hearth.core.Ports;
import dev.hearth.neighbours.outbox.Courier;
import dev.hearth.neighbours.outbox.Outbox;
import dev.hearth.neighbours.outbox.OutboxStore;
import dev.hearth.neighbours.scheduler.Scheduler;
import dev.hearth.neighbours.scheduler.UniversalTarget;
import dev.hearth.storage.Database;
import dev.hearth.storage.Stores;

/**
 * EventBridge Scheduler, made of its parts.
 *
 * @param scheduler the schedules
 */
record SchedulerParts(Scheduler scheduler) implements AutoCloseable {

    /** The part of ARNs of API operations by which their courier is found. */
    static final String UNIVERSAL = "scheduler";

    /** @param kept what {@code outbox} keeps its postings in */
    static SchedulerParts open(Database database, OutboxStore kept, Outbox outbox, Ports ports, AwsScope scope) {
        return new SchedulerParts(Scheduler.create(Stores.scheduler(database, kept), outbox, ports, scope));
    }

    /** Who calls API operations: whoever brings parcels to what their input names. */
    static Courier universal(Courier all, AwsScope scope) {
        return parcel -> all.carry(UniversalTarget.resolve(parcel, scope));
    }

    AwsApi api() {
        return SchedulerApi.create(scheduler);
    }

    void start() {
        scheduler.start();
    }

    @Override
    public void close() {
        scheduler.close();
    }
}
