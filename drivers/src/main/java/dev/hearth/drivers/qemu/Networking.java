package dev.hearth.drivers.qemu;

import dev.hearth.drivers.network.GuestLink;
import dev.hearth.drivers.network.GuestNetworks;
import dev.hearth.drivers.network.Reach;
import dev.hearth.sandbox.SandboxSpec;
import dev.hearth.sandbox.Wall;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Consumer;

/** Gives machines their network: the planner's links where this process may make them. */
final class Networking {

    private static final boolean ROOT = System.getProperty("user.name").equals("root");

    private final GuestNetworks networks;

    Networking(GuestNetworks networks) {
        this.networks = networks;
    }

    /** A network that only who may make devices can give. */
    boolean offers(SandboxSpec.Network network) {
        return !(network instanceof SandboxSpec.Network.Internet) || ROOT;
    }

    /** Of a machine that needs none. */
    static MachineNetwork none() {
        return new MachineNetwork.None(ROOT);
    }

    /** What {@code spec} asks for; {@code giveBack} gets what gives it back. */
    MachineNetwork attach(String machine, SandboxSpec spec, Consumer<Runnable> giveBack) throws IOException {
        return switch (spec.network()) {
            case SandboxSpec.Network.EndpointOnly _ -> none();
            case SandboxSpec.Network.Internet _ -> link(machine, Reach.INTERNET, spec.wall(), giveBack);
            case SandboxSpec.Network.Host _ ->
                ROOT ? link(machine, Reach.HOST, spec.wall(), giveBack) : new MachineNetwork.User();
        };
    }

    /** Whether what {@link #attach} gives stands behind walls; without root a machine is in the host's network. */
    boolean walls(SandboxSpec.Network network) {
        return ROOT || !(network instanceof SandboxSpec.Network.Host);
    }

    void change(Wall wall) throws IOException {
        networks.change(wall);
    }

    private MachineNetwork link(String machine, Reach reach, Optional<Wall> wall, Consumer<Runnable> giveBack)
            throws IOException {
        GuestLink link = networks.attach(
                new GuestNetworks.Request(machine, reach, GuestNetworks.Device.TAP, OptionalInt.empty(), wall));
        giveBack.accept(link::close);
        return MachineNetwork.Tap.of(link);
    }

    /** What is in the way of a network that leads out; empty when nothing is. */
    List<String> obstacles() {
        return ROOT ? networks.obstacles() : List.of("only root can give guests a way out");
    }

    /** Removes what a killed predecessor left. */
    void clearLeftOvers() {
        networks.clearLeftOvers();
    }

    void close() {
        networks.close();
    }
}
