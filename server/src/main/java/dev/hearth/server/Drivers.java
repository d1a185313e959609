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
import dev.hearth.drivers.network.RangeVerdict;
import dev.hearth.drivers.qemu.QemuDriver;
import dev.hearth.drivers.qemu.QemuOptions;
import dev.hearth.sandbox.SandboxDriver;
import dev.hearth.sandbox.SandboxSpec;
import dev.hearth.sandbox.Verdict;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** The sandbox drivers that this program holds, and the choice among them. */
final class Drivers {

    /**
     * The driver that will serve.
     *
     * @param driver it
     * @param verdict what it can enforce here
     * @param networks what gives its guests their network; empty when it has no such thing
     */
    record Chosen(SandboxDriver driver, Verdict verdict, Optional<GuestNetworks> networks) {

        /** The guests' addresses; empty when none are in use. */
        Optional<RangeVerdict> range() {
            return networks.flatMap(GuestNetworks::inUse);
        }
    }

    /** A driver and its networks. */
    private record Held(SandboxDriver driver, Optional<GuestNetworks> networks) {}

    private Drivers() {}

    /** Every driver; each is the caller's to close. */
    static List<SandboxDriver> strongestFirst(ServerOptions options, Path stateFolder, ImageParts images, Ports ports) {
        return all(options, stateFolder, images, ports).stream()
                .map(Held::driver)
                .toList();
    }

    private static List<Held> all(ServerOptions options, Path stateFolder, ImageParts images, Ports ports) {
        ServerOptions.Firecracker firecracker = options.firecracker();
        FirecrackerOptions choice = FirecrackerOptions.ofThisProcess(stateFolder.resolve("firecracker"))
                .with(firecracker.binary(), firecracker.jailer(), firecracker.configureBy(), firecracker.limits());
        Function<String, GuestNetworks> networks = folder ->
                GuestNetworks.create(new NetworkOptions(stateFolder.resolve(folder), options.guestRange()), ports);
        GuestNetworks ofFirecracker = networks.apply("network");
        GuestNetworks ofQemu = networks.apply("qemu-network");
        GuestNetworks ofGvisor = networks.apply("gvisor-network");
        QemuOptions qemu = QemuOptions.ofThisProcess(stateFolder.resolve("qemu"));
        return List.of(
                new Held(
                        FirecrackerDriver.create(choice, images.images(), images.drives(), ofFirecracker, ports),
                        Optional.of(ofFirecracker)),
                new Held(QemuDriver.create(qemu, images.images(), images.drives(), ofQemu, ports), Optional.of(ofQemu)),
                new Held(
                        GvisorDriver.create(
                                GvisorOptions.ofThisProcess(stateFolder.resolve("gvisor")), ofGvisor, ports),
                        Optional.of(ofGvisor)),
                new Held(
                        NamespaceDriver.create(NamespaceOptions.ofThisProcess(stateFolder.resolve("namespace")), ports),
                        Optional.empty()));
    }

    /** The driver that was asked for, or for {@code auto} the strongest that works here and offers the network. */
    static Chosen choose(
            ServerOptions options, SandboxSpec.Network network, Path stateFolder, ImageParts images, Ports ports)
            throws StartException {
        String name = options.sandbox();
        StringBuilder why = new StringBuilder();
        for (Held held : all(options, stateFolder, images, ports)) {
            SandboxDriver driver = held.driver();
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
                return new Chosen(driver, verdict, held.networks());
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
