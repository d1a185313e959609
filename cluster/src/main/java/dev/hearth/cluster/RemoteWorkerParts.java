package dev.hearth.cluster;

import dev.hearth.services.logs.LogAppender;
import dev.hearth.services.registry.CodeStore;
import java.util.function.BiPredicate;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;

/**
 * What goes through the channel beside the worker.
 *
 * @param logs where functions' output goes
 * @param code packages that are asked for
 * @param files that are asked for
 * @param greeting whether a host that says who it is may stay; blocks
 * @param orders does what somebody at that host wants; blocks
 * @param certifier makes it a new certificate
 * @param lost told once when the channel broke
 */
record RemoteWorkerParts(
        LogAppender logs,
        CodeStore code,
        HostFiles files,
        BiPredicate<RemoteWorker, Message.Hello> greeting,
        UnaryOperator<String> orders,
        Rule.Certifier certifier,
        Consumer<RemoteWorker> lost) {}
