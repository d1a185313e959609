package dev.hearth.services.registry;

import java.util.Optional;

/** The container images that functions can be made of. */
@FunctionalInterface
public interface ContainerImages {

    /** No image at all. */
    ContainerImages NONE = uri -> Optional.empty();

    /**
     * What {@code uri} means now, or empty when there is no such image.
     *
     * @throws dev.hearth.core.FaultException INVALID_PARAMETER when it is no image's name
     */
    Optional<Resolved> resolve(String uri);

    /**
     * An image.
     *
     * @param digest SHA-256 of its manifest, lower-case hexadecimal
     * @param uri the name by which exactly this image is meant: {@code registry/repository@sha256:...}
     */
    record Resolved(String digest, String uri) {}
}
