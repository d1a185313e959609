package dev.hearth.sandbox;

import java.util.List;

/**
 * What a sandbox may open connections to: of what its {@link SandboxSpec.Network} leads to only this. Sandboxes with
 * walls of one name have the same one, and it may change while they run. Connections that are open stay open.
 *
 * @param name of {@code [a-z0-9,-]}
 * @param passages what is open; nothing else is
 */
public record Wall(String name, List<Passage> passages) {

    public Wall {
        passages = List.copyOf(passages);
    }

    /**
     * A way through.
     *
     * @param protocol its number, or {@link #ANY}
     * @param from the first port of TCP and UDP, the type of ICMP, or {@link #ANY}
     * @param to the last port, the code of ICMP, or {@link #ANY}
     * @param blocks addresses of IPv4 and IPv6 with their prefix lengths
     */
    public record Passage(int protocol, int from, int to, List<String> blocks) {

        /** Whatever it is. */
        public static final int ANY = -1;

        public Passage {
            blocks = List.copyOf(blocks);
        }
    }
}
