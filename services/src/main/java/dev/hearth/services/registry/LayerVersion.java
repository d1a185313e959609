package dev.hearth.services.registry;

import java.time.Instant;
import java.util.List;

/**
 * A layer version; immutable but for its policy.
 *
 * @param name of the layer
 * @param version its number
 * @param description at most 256 characters
 * @param licenseInfo at most 512 characters, or empty
 * @param runtimes that it says it is made for
 * @param architectures that it says it is made for
 * @param created when it was published
 * @param code its package
 * @param policy who else may use it
 */
public record LayerVersion(
        String name,
        long version,
        String description,
        String licenseInfo,
        List<String> runtimes,
        List<String> architectures,
        Instant created,
        StoredCode code,
        PolicyDocument policy) {

    public LayerVersion {
        runtimes = List.copyOf(runtimes);
        architectures = List.copyOf(architectures);
    }

    LayerVersion withPolicy(PolicyDocument other) {
        return new LayerVersion(name, version, description, licenseInfo, runtimes, architectures, created, code, other);
    }
}
