package dev.hearth.drivers.firecracker;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A whole machine in Firecracker's words: the same as a list of requests, or as a configuration file.
 *
 * @param logger where Firecracker logs
 * @param metrics where it writes its metrics
 */
record VmConfig(
        ApiWords.Logger logger,
        ApiWords.Metrics metrics,
        ApiWords.MachineConfig machine,
        ApiWords.BootSource bootSource,
        List<ApiWords.Drive> drives,
        List<ApiWords.NetworkInterface> networkInterfaces,
        ApiWords.Vsock vsock,
        ApiWords.Entropy entropy,
        Optional<ApiWords.Balloon> balloon) {

    VmConfig {
        drives = List.copyOf(drives);
        networkInterfaces = List.copyOf(networkInterfaces);
    }

    /** Logger and metrics; what alone may come before a snapshot is loaded. */
    List<Call> observation() {
        return List.of(Call.put(logger), Call.put(metrics));
    }

    /** What configures the machine, in an order in which Firecracker takes it; the start itself is not among it. */
    List<Call> calls() {
        List<Call> calls = new ArrayList<>(List.of(Call.put(machine), Call.put(bootSource)));
        drives.forEach(drive -> calls.add(Call.put(drive)));
        networkInterfaces.forEach(network -> calls.add(Call.put(network)));
        calls.add(Call.put(vsock));
        calls.add(Call.put(entropy));
        balloon.ifPresent(each -> calls.add(Call.put(each)));
        return calls;
    }

    /** The content of {@code --config-file}: its outer names are in kebab case. */
    String file() {
        Map<String, Object> file = new LinkedHashMap<>();
        file.put("boot-source", bootSource);
        file.put("drives", drives);
        file.put("machine-config", machine);
        file.put("network-interfaces", networkInterfaces);
        file.put("vsock", vsock);
        file.put("logger", logger);
        file.put("metrics", metrics);
        file.put("entropy", entropy);
        balloon.ifPresent(each -> file.put("balloon", each));
        return Json.text(file);
    }

    /** Devices that take one of the machine's slots. */
    int devices() {
        int vsockAndEntropy = 2;
        return drives.size() + networkInterfaces.size() + vsockAndEntropy + (balloon.isPresent() ? 1 : 0);
    }
}
