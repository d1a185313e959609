package dev.hearth.server;

import dev.hearth.core.Ports;
import dev.hearth.drivers.firecracker.FirecrackerDriver;
import dev.hearth.drivers.firecracker.FirecrackerOptions;
import dev.hearth.drivers.gvisor.GvisorDriver;
import dev.hearth.drivers.gvisor.GvisorOptions;
import dev.hearth.drivers.namespace.NamespaceDriver;
import dev.hearth.drivers.namespace.NamespaceOptions;
import dev.hearth.drivers.network.GuestNetworks;
import dev.hearth.drivers.network.NetworkOptions;
import dev.hearth.drivers.qemu.QemuDriver;
import dev.hearth.drivers.qemu.QemuOptions;
import dev.hearth.sandbox.SandboxDriver;
import dev.hearth.sandbox.SandboxSpec;
import dev.hearth.sandbox.Verdict;
import java.nio.file.Path;
import java.util.List;

/** The sandbox drivers that this program holds, and the choice among them. */
final class Drivers {

    /**
     * The driver that will serve.
     *
     * @param driver it
     * @param verdict what it can enforce here
     */
    record Chosen(SandboxDriver driver, Verdict verdict) {}

    private Drivers() {}

    /** Every driver; each is the caller's to close. */
    static List<SandboxDriver> strongestFirst(ServerOptions options, Path stateFolder, ImageParts images, Ports ports) {
        ServerOptions.Firecracker firecracker = options.firecracker();
        return List.of(
                FirecrackerDriver.create(
                        FirecrackerOptions.ofThisProcess(stateFolder.resolve("firecracker"))
                                .with(
                                        firecracker.binary(),
                                        firecracker.jailer(),
                                        firecracker.configureBy(),
                                        firecracker.limits()),
                        images.images(),
                        images.drives(),
                        GuestNetworks.create(
                                new NetworkOptions(stateFolder.resolve("network"), options.guestRange()), ports),
                        ports),
                QemuDriver.create(
                        QemuOptions.ofThisProcess(stateFolder.resolve("qemu")),
                        images.images(),
                        images.drives(),
                        GuestNetworks.create(
                                new NetworkOptions(stateFolder.resolve("qemu-network"), options.guestRange()), ports),
                        ports),
                GvisorDriver.create(
                        GvisorOptions.ofThisProcess(stateFolder.resolve("gvisor")),
                        GuestNetworks.create(
                                new NetworkOptions(stateFolder.resolve("gvisor-network"), options.guestRange()), ports),
                        ports),
                NamespaceDriver.create(NamespaceOptions.ofThisProcess(stateFolder.resolve("namespace")), ports));
    }

    /** The driver that was asked for, or for {@code auto} the strongest that works here and offers the network. */
    static Chosen choose(
            ServerOptions options, SandboxSpec.Network network, Path stateFolder, ImageParts images, Ports ports)
            throws StartException {
        String name = options.sandbox();
        StringBuilder why = new StringBuilder();
        for (SandboxDriver driver : strongestFirst(options, stateFolder, images, ports)) {
            if (!name.equals(ServerOptions.AUTO) && !name.equals(driver.name())) {
                driver.close();
                continue;
            }
            if (name.equals(ServerOptions.AUTO) && driver instanceof QemuDriver qemu && !qemu.accelerated()) {
                driver.close(); // emulation is slower than everything else, and only for who asks for it
                continue;
            }
            if (name.equals(ServerOptions.AUTO) && driver instanceof GvisorDriver) {
                driver.close(); // it starts and calls the kernel slower, which is for who runs it to choose
                continue;
            }
            if (!driver.offers(network)) {
                why.append("\n  ").append(driver.name()).append(": cannot give functions the network asked for");
                driver.close();
                continue;
            }
            Verdict verdict = driver.probe();
            if (verdict.usable()) {
                return new Chosen(driver, verdict);
            }
            why.append("\n  ").append(driver.name()).append(": ").append(verdict.why());
            driver.close();
        }
        if (why.isEmpty()) {
            throw new StartException("there is no sandbox '" + name
                    + "': --sandbox takes auto, firecracker, qemu, gvisor or namespace.");
        }
        throw new StartException("no sandbox works here, './hearth doctor' says more:" + why);
    }
}
