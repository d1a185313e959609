package dev.hearth.drivers.firecracker;

import dev.hearth.core.Ports;
import dev.hearth.drivers.microvm.GuestChannel;
import dev.hearth.drivers.network.GuestNetworks;
import dev.hearth.drivers.network.NetworkOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Starts of microVMs against {@link FakeFirecracker}, for the benchmark: everything the driver does for a function
 * without a network, and nothing that KVM does.
 */
public final class StartRehearsal implements AutoCloseable {

    private static final int MEMORY_MIB = 128;
    private static final String ROOT_USER = "root";

    private final VmHost host;
    private final VmPlan plan;
    private final GuestNetworks networks;

    private StartRehearsal(VmHost host, VmPlan plan, GuestNetworks networks) {
        this.networks = networks;
        this.host = host;
        this.plan = plan;
    }

    /** In a folder of the caller's; behind a fake jailer when this is root, who alone can give files away. */
    public static StartRehearsal in(Path folder, Ports ports) throws IOException {
        Path file = Files.writeString(folder.resolve(Commands.EXECUTABLE), "binary");
        boolean jailed = System.getProperty("user.name").equals(ROOT_USER);
        FirecrackerOptions options = new FirecrackerOptions(
                folder.resolve("s"),
                Optional.of(file),
                jailed ? Optional.of(Files.writeString(folder.resolve("jailer"), "")) : Optional.empty(),
                ConfigureBy.API,
                RateLimits.NONE);
        Instance instance = Instance.of(options.stateDir());
        VmHost host = new VmHost(
                options,
                instance,
                file,
                new CgroupPlan(2, instance.cgroup(), Map.of(), "a rehearsal has no cgroups"),
                false,
                new HostUsers(instance),
                new FakeFirecracker(),
                Place::shared,
                new AtomicLong(),
                VmHost.Patience.USUAL,
                ports);
        VmPlan plan = new VmPlan(
                "rehearsal",
                VmLimits.ofFunction(MEMORY_MIB),
                file,
                Optional.of(file),
                SandboxStart.BOOT_ARGUMENTS,
                List.of(
                        VmPlan.DrivePlan.shared("rootfs", file, true),
                        VmPlan.DrivePlan.shared("runtime", file, false),
                        VmPlan.DrivePlan.shared("code", file, false),
                        new VmPlan.DrivePlan(
                                "tmp", new VmPlan.Scratch(Files::createFile), false, false, Optional.empty())),
                Optional.empty(),
                true);
        return new StartRehearsal(
                host, plan, GuestNetworks.create(new NetworkOptions(folder.resolve("network"), ""), ports));
    }

    /**
     * A microVM that runs.
     *
     * @param nanos from the beginning of its start to the answer of the last request
     * @param end ends it and undoes its start
     */
    public record Started(long nanos, Runnable end) {}

    public Started start() throws IOException {
        long began = host.ports().time().nanos();
        Steps steps = new Steps();
        VmStart start = new VmStart(host, plan, Isolation.nowhere(networks), Optional.empty(), steps);
        start.prepare();
        List<GuestChannel> channel = new ArrayList<>();
        steps.forward(List.of(Step.of(
                "listen for the guest", () -> channel.add(listen(start)), () -> channel.forEach(GuestChannel::close))));
        start.start();
        return new Started(host.ports().time().nanos() - began, steps::undo);
    }

    private GuestChannel listen(VmStart start) throws IOException {
        return GuestChannel.open(start.root().resolve(VmPlan.VSOCK), 0, start::own, host.ports());
    }

    /** What the starts left behind. */
    public List<Path> left() {
        return Folders.entries(host.jails().resolve(Commands.EXECUTABLE));
    }

    @Override
    public void close() {
        networks.close();
        host.close();
    }
}
