package dev.hearth.drivers.network;

import java.nio.file.Path;

/**
 * What the guests' networks need to know.
 *
 * @param stateDir a folder of their own, made when absent. Its path also names everything that is made on the host, so
 *     that only its owner clears it away
 * @param range the range to take guests' addresses from, such as {@code 10.211.0.0/16}; empty to choose a free one
 */
public record NetworkOptions(Path stateDir, String range) {

    public NetworkOptions {
        stateDir = stateDir.toAbsolutePath().normalize();
    }
}
