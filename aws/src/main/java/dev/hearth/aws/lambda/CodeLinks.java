package dev.hearth.aws.lambda;

import dev.hearth.aws.PlainRoute;
import dev.hearth.core.Ports;
import dev.hearth.services.registry.CodeStore;
import java.util.function.Supplier;

/** The URLs under which packages can be downloaded for a while, and the route that answers them. */
public interface CodeLinks extends PlainRoute {

    /** How long a link holds, seconds, as AWS's does. */
    int LIFETIME_SECONDS = 600;

    /** A link to the package {@code digest}, good for {@link #LIFETIME_SECONDS}. */
    String location(String digest);

    /**
     * Links that a key drawn now signs: they end with the process.
     *
     * @param endpoint where Hearth is reached, for example {@code http://127.0.0.1:4566}
     */
    static CodeLinks create(Ports ports, Supplier<String> endpoint, CodeStore code) {
        return new SignedCodeLinks(ports.time(), ports.randomness().bytes(SignedCodeLinks.KEY_BYTES), endpoint, code);
    }
}
