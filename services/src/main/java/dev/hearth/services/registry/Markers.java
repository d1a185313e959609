package dev.hearth.services.registry;

import dev.hearth.core.Fault;
import java.nio.charset.StandardCharsets;
import java.util.Base64;

/** The opaque word that says where the next page of a list begins. */
final class Markers {

    /** Most items a caller may ask for. */
    static final int MAX_ITEMS = 10_000;

    private Markers() {}

    static String after(String name) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(name.getBytes(StandardCharsets.UTF_8));
    }

    static String name(String marker) {
        try {
            return new String(Base64.getUrlDecoder().decode(marker), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException _) {
            throw new Fault(Fault.Kind.INVALID_PARAMETER, "Invalid pagination token provided.").asException();
        }
    }
}
