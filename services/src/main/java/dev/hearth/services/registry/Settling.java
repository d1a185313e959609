package dev.hearth.services.registry;

import dev.hearth.core.FaultException;
import dev.hearth.core.Ports;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Takes new versions, and updated ones, to the state in which their code is ready or known not to be. */
final class Settling {

    private static final Logger LOG = LoggerFactory.getLogger(Settling.class);

    private final Ports ports;
    private final FunctionDecisions decisions;
    private final RegistryMemory memory;
    private final CodeStore code;
    private final VersionSnapshots snapshots;

    Settling(
            Ports ports,
            FunctionDecisions decisions,
            RegistryMemory memory,
            CodeStore code,
            VersionSnapshots snapshots) {
        this.ports = ports;
        this.decisions = decisions;
        this.memory = memory;
        this.code = code;
        this.snapshots = snapshots;
    }

    /** Starts it for every version of a function that needs it. */
    void soon(String name) {
        FunctionFamily family = memory.find(name);
        if (family != null) {
            soon(family);
        }
    }

    void soon(FunctionFamily family) {
        family.versions().stream()
                .filter(FunctionDecisions::unsettled)
                .forEach(function -> ports.tasks().start("settle-" + function.name(), () -> {
                    try {
                        settle(function);
                    } catch (RuntimeException e) {
                        LOG.error(
                                "{}:{} stays {}: its new state could not be stored",
                                function.name(),
                                function.version(),
                                function.state(),
                                e);
                    }
                }));
    }

    /** Finds out whether the code is ready, and tells it by the function's state unless it changed meanwhile. */
    private void settle(FunctionRecord function) {
        String problem = problem(function);
        VersionSnapshots.Outcome snapshot = problem.isEmpty() && function.wantsSnapshot()
                ? snapshots.take(function.toVersion(memory.arn(function.name())))
                : new VersionSnapshots.Outcome.NotTaken("");
        memory.writing(() -> {
            FunctionFamily family = memory.find(function.name());
            FunctionRecord now = family == null ? null : family.version(function.version());
            if (now != null && now.deployment().equals(function.deployment()) && FunctionDecisions.unsettled(now)) {
                memory.commit(List.of(new RegistryChange.PutFunction(decisions.settled(
                        now, problem, snapshot, ports.randomness().uuid().toString()))));
            }
            return function;
        });
    }

    private String problem(FunctionRecord function) {
        try {
            function.digests().forEach(code::prepare);
            return "";
        } catch (FaultException e) {
            return e.fault().message();
        }
    }
}
