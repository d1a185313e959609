package dev.hearth.storage;

import dev.hearth.core.Ports;
import dev.hearth.services.registry.CodeStore;
import dev.hearth.services.worker.CodeCache;
import java.nio.file.Path;

/**
 * The deployment packages on this host's disk: {@code code/SHA256.zip} durable, {@code code/SHA256/} unpacked from
 * it, both readable by everybody because sandboxes run as other users.
 */
public interface CodeFolder extends CodeStore, CodeCache {

    /**
     * The packages below {@code data}; what a killed process left half-made is removed.
     *
     * @throws StorageException when the folder cannot be made or read
     */
    static CodeFolder open(Path data, Ports ports) {
        return DiskCodeFolder.open(data, ports);
    }
}
