package dev.hearth.drivers.microvm;

/**
 * When a guest got how far, in nanoseconds since its kernel's start; 0 for what did not happen yet.
 *
 * @param init its init began
 * @param ready its init had loaded the kernel's modules, mounted the root and waited for its spec
 * @param started the bootstrap ran
 * @param firstRequest the first bytes to the Runtime API
 * @param initCpu processor nanoseconds of the init from the spec until then
 * @param bootstrapCpu processor nanoseconds of the bootstrap until then
 */
public record GuestTimes(long init, long ready, long started, long firstRequest, long initCpu, long bootstrapCpu) {

    static final GuestTimes NONE = new GuestTimes(0, 0, 0, 0, 0, 0);

    GuestTimes hello(long newInit, long newReady) {
        return new GuestTimes(newInit, newReady, started, firstRequest, initCpu, bootstrapCpu);
    }

    GuestTimes started(long at) {
        return new GuestTimes(init, ready, at, firstRequest, initCpu, bootstrapCpu);
    }

    GuestTimes firstRequest(long at, long newInitCpu, long newBootstrapCpu) {
        return new GuestTimes(init, ready, started, at, newInitCpu, newBootstrapCpu);
    }
}
