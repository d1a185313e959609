package dev.hearth.server;

import dev.hearth.sandbox.SandboxDriver;
import dev.hearth.sandbox.SandboxSpec;
import dev.hearth.services.logs.LogAppender;
import dev.hearth.services.worker.CodeCache;
import dev.hearth.services.worker.Worker;
import dev.hearth.services.worker.WorkerOptions;

/**
 * What runs environments on a host.
 *
 * @param worker of this host
 */
record Machine(Drivers.Chosen sandbox, Network network, Worker worker) {

    /**
     * Chooses the sandbox and makes the worker.
     *
     * @param hostId the host's name among the worker hosts
     */
    static Machine open(Ground ground, String hostId, CodeCache code, LogAppender logs, Undo undo)
            throws StartException {
        ServerOptions options = ground.options();
        SandboxSpec.Network reach = functionNetwork(options, ground.port());
        undo.add("container images", ground.images().containers());
        Drivers.Chosen sandbox =
                Drivers.choose(options, reach, ground.folder().cache(), ground.images(), ground.ports());
        SandboxDriver driver = undo.add("sandboxes", sandbox.driver());
        ground.facts().runsIn(sandbox);
        Network network = undo.add("network", Network.open());
        WorkerOptions workerOptions = new WorkerOptions(
                options.scope(),
                ground.port(),
                reach,
                new FunctionSessions(
                        ground.credentials().sessions(ground.ports()),
                        ground.credentials().secret("guards"),
                        options.scope().account()),
                hostId,
                new LinuxMeter(),
                options.snapshotUse(),
                ground.groups());
        CodeCache files = ground.images().containers().beside(code);
        Worker worker = undo.add(
                "worker", Worker.create(workerOptions, driver, files, logs, network.eventLoops(), ground.ports()));
        return new Machine(sandbox, network, worker);
    }

    private static SandboxSpec.Network functionNetwork(ServerOptions options, int port) {
        return switch (options.functionNetwork()) {
            case ENDPOINT -> new SandboxSpec.Network.EndpointOnly(port);
            case INTERNET -> new SandboxSpec.Network.Internet(port);
            case HOST -> new SandboxSpec.Network.Host();
        };
    }
}
