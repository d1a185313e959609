package dev.hearth.aws;

import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.net.SocketAddress;
import java.net.InetAddress;
import java.net.UnknownHostException;
import org.jspecify.annotations.Nullable;

/** Decides what a request is for, by its head. */
final class Targets {

    private Targets() {}

    /**
     * What the request is for when that is told without a signature: a function URL, an API or an unsigned page; else
     * null.
     * Callers elsewhere are not told of this machine's own pages.
     */
    static @Nullable Target plain(EdgeParts parts, RequestHead head, HttpServerRequest request) {
        UrlAddress address = UrlAddress.of(head);
        if (address != null) {
            String peer = request.remoteAddress().hostAddress();
            return new UrlTarget(address, parts.urls().find(address.id()), head, peer == null ? "" : peer);
        }
        GatewayAddress api = GatewayAddress.of(head);
        if (api != null) {
            String peer = request.remoteAddress().hostAddress();
            return new GatewayTarget(api, head, peer == null ? "" : peer);
        }
        StreamTarget stream = StreamTarget.of(parts.streamed(), head);
        boolean put = head.method().equals("PUT");
        if (stream != null || !put && !head.method().equals("GET")) {
            return stream;
        }
        for (PlainRoute route : parts.plainRoutes()) {
            if (head.path().startsWith(route.prefix())
                    && (!put || route.putBytes() > 0)
                    && (!route.localOnly() || isLocal(request.remoteAddress()))) {
                return new PlainTarget(route, head);
            }
        }
        return null;
    }

    private static boolean isLocal(SocketAddress peer) {
        try {
            String host = peer.hostAddress();
            return host != null && InetAddress.getByName(host).isLoopbackAddress();
        } catch (UnknownHostException notAnAddress) {
            return false;
        }
    }

    /** What a request is for that claims to be signed. */
    static Target signed(EdgeParts parts, RequestHead head, Claim claim) {
        ServedApi api = parts.api(claim.service(), head);
        if (api == null && NoRegistryTarget.isFor(claim.service(), head)) {
            return new NoRegistryTarget();
        }
        if (api == null) {
            return new NoTarget(claim.service(), parts.guess(head));
        }
        api = api.spokenBy(head);
        InvokeTarget invoke = claim.service().equals("lambda") ? InvokeTarget.of(api, head) : null;
        return invoke != null ? invoke : ApiTarget.of(api, head);
    }
}
