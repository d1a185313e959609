package dev.hearth.simulation;

import dev.hearth.services.assignment.Assignment;
import dev.hearth.services.counting.Counting;
import dev.hearth.services.frontend.Frontend;
import dev.hearth.services.leasing.LeaseStore;
import dev.hearth.services.leasing.Leasing;
import dev.hearth.services.placement.Placement;
import dev.hearth.services.pollerfleet.DestinationSender;
import dev.hearth.services.pollerfleet.EventSource;
import dev.hearth.services.pollerfleet.RuleBook;
import dev.hearth.services.queuemanager.EventStore;
import dev.hearth.services.queuemanager.QueueManager;
import dev.hearth.services.worker.Worker;

/** What stands between the checks and the real rooms: nothing, or what a test plants there. */
interface Wiring {

    /** The real rooms as they are. */
    Wiring STRAIGHT = new Wiring() {};

    default Counting counting(Counting real) {
        return real;
    }

    default Placement placement(Placement real) {
        return real;
    }

    default Assignment assignment(Assignment real) {
        return real;
    }

    default Worker worker(Worker simulated) {
        return simulated;
    }

    default LeaseStore leases(LeaseStore real) {
        return real;
    }

    default EventStore events(EventStore real) {
        return real;
    }

    default EventStore.Fence fence(EventStore.Fence real) {
        return real;
    }

    /** One process's leases. */
    default Leasing leasing(Leasing real) {
        return real;
    }

    /** One process's queues. */
    default QueueManager queues(QueueManager real) {
        return real;
    }

    /** What one process's clients see of its frontend. */
    default Frontend frontend(Frontend real) {
        return real;
    }

    default RuleBook rules(RuleBook simulated) {
        return simulated;
    }

    default DestinationSender targets(DestinationSender simulated) {
        return simulated;
    }

    default EventSource source(EventSource simulated) {
        return simulated;
    }
}
