package dev.hearth.drivers.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hearth.drivers.microvm.RealPorts;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Empty namespaces on this host. */
class EmptyNamespacesTest {

    @TempDir
    Path folder;

    /** Made ahead or used before, each is one process's alone; nothing is left at the end. */
    @Test
    void emptyNetworksAreKeptReadyAndSharedByNobody() throws Exception {
        Assumptions.assumeTrue(System.getProperty("user.name").equals("root"), "namespaces need root");
        GuestNetworks taken = GuestNetworks.create(new NetworkOptions(folder, ""), RealPorts.create());
        GuestNetworks.Nowhere first = taken.nowhere();
        String prefix = first.namespaceFile().getFileName().toString().replaceAll("e[0-9]+$", "e");
        List<GuestNetworks.Nowhere> all = new ArrayList<>(List.of(first));
        assertThat(settledAt(EmptyNamespaces.SPARE + 1, prefix)).isTrue();
        for (int i = 0; i < 20; i++) {
            all.add(taken.nowhere());
        }
        assertThat(all.stream().map(GuestNetworks.Nowhere::namespaceFile)).doesNotHaveDuplicates();
        all.forEach(GuestNetworks.Nowhere::giveBack);
        assertThat(settledAt(EmptyNamespaces.SPARE, prefix)).isTrue();
        GuestNetworks.Nowhere left = taken.nowhere();
        taken.close();
        assertThat(left.namespaceFile()).doesNotExist();
        assertThat(settledAt(0, prefix)).isTrue();
        assertThatThrownBy(taken::nowhere).hasMessageContaining("closed");
    }

    /** Whether there come to be so many: one that is being made ahead meanwhile finds no place and goes again. */
    private static boolean settledAt(int count, String prefix) {
        for (int look = 0; look < 3_000 && namesLike(prefix) != count; look++) {
            LockSupport.parkNanos(10_000_000);
        }
        return namesLike(prefix) == count;
    }

    private static int namesLike(String prefix) {
        return (int)
                Netns.names().stream().filter(name -> name.startsWith(prefix)).count();
    }
}
