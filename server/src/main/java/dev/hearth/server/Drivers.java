package dev.hearth.server;

import dev.hearth.sandbox.SandboxDriver;
import java.util.List;

/** The sandbox drivers that this program holds. */
final class Drivers {

    private Drivers() {}

    static List<SandboxDriver> strongestFirst() {
        return List.of();
    }
}
