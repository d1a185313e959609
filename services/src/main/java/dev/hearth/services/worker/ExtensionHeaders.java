package dev.hearth.services.worker;

import io.netty.handler.codec.http.HttpHeaders;
import java.util.Set;

/** The header fields by which extensions speak; what was not sent is empty. */
record ExtensionHeaders(String name, String id, String errorType, Set<String> features) {

    static final ExtensionHeaders NONE = new ExtensionHeaders("", "", "", Set.of());

    static ExtensionHeaders of(HttpHeaders headers) {
        return new ExtensionHeaders(
                headers.get("Lambda-Extension-Name", ""),
                headers.get("Lambda-Extension-Identifier", ""),
                headers.get("Lambda-Extension-Function-Error-Type", ""),
                Set.of(headers.get("Lambda-Extension-Accept-Feature", "").strip()));
    }
}
