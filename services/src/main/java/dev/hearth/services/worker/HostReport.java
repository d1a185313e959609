package dev.hearth.services.worker;

import java.util.List;
import java.util.Set;

/**
 * What a worker host says of itself.
 *
 * @param hostId its id
 * @param sequence grows with every report of this host, so that a late one is known to be late
 * @param draining whether it takes no new environments
 * @param memoryMb memory that it has, MiB
 * @param cpuMillis processors that it has, thousandths of one
 * @param memoryFreeMb memory that was measured as free, MiB
 * @param environments what runs there
 * @param code SHA-256 digests of the packages it holds
 */
public record HostReport(
        String hostId,
        long sequence,
        boolean draining,
        int memoryMb,
        int cpuMillis,
        int memoryFreeMb,
        List<EnvironmentReport> environments,
        Set<String> code) {

    public HostReport {
        environments = List.copyOf(environments);
        code = Set.copyOf(code);
    }
}
