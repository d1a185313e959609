package dev.hearth.services.pollerfleet;

import dev.hearth.core.Ports;
import dev.hearth.services.leasing.Leasing;
import dev.hearth.services.queuemanager.QueueManager;

/** What the pollers of a fleet share. */
record PollerParts(
        QueueManager queues,
        Leasing leasing,
        EventRunner runner,
        PollerPlan plan,
        StartedEvents started,
        ByteBudget memory,
        Ports ports) {}
