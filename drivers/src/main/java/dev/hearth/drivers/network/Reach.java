package dev.hearth.drivers.network;

/**
 * What a guest may open connections to, beside what its driver carries itself (the Runtime API, Hearth's endpoint).
 * Nobody may open one to a guest, and no guest reaches another, whatever this says.
 *
 * @param internet public addresses
 * @param privateNetworks private addresses (RFC 1918, RFC 6598, RFC 4193) that the host routes
 * @param host services of the host, at any of its addresses but loopback
 * @param metadata link-local addresses, 169.254.169.254 with a cloud's credentials among them
 */
public record Reach(boolean internet, boolean privateNetworks, boolean host, boolean metadata) {

    /** Nothing: the guest has an interface that leads nowhere. */
    public static final Reach NOTHING = new Reach(false, false, false, false);

    /** Public addresses and the host's name servers only. */
    public static final Reach INTERNET = new Reach(true, false, false, false);

    /** What the host itself reaches, itself included, but never the cloud's metadata. */
    public static final Reach HOST = new Reach(true, true, true, false);

    /** Whether anything at all can be reached, so that a way out is needed. */
    public boolean out() {
        return internet || privateNetworks || host || metadata;
    }
}
