package dev.hearth.drivers.microvm;

/**
 * How a guest's start went, as the guest told; all in nanoseconds, 0 for what did not happen yet.
 *
 * @param init its init began; since the kernel's start
 * @param ready its init had loaded the kernel's modules, mounted the root and waited for its spec; since the
 *     kernel's start
 * @param started the bootstrap ran; since the kernel's start
 * @param firstRequest the first bytes to the Runtime API; since the kernel's start
 * @param modulesCpu processor time for the kernel's modules
 * @param initCpu processor time of the init until the first request, the modules included
 * @param bootstrapCpu processor time of the bootstrap until the first request
 */
public record GuestTimes(
        long init, long ready, long started, long firstRequest, long modulesCpu, long initCpu, long bootstrapCpu) {

    static final GuestTimes NONE = new GuestTimes(0, 0, 0, 0, 0, 0, 0);

    GuestTimes hello(long newInit, long newReady, long newModulesCpu) {
        return new GuestTimes(newInit, newReady, started, firstRequest, newModulesCpu, initCpu, bootstrapCpu);
    }

    GuestTimes started(long at) {
        return new GuestTimes(init, ready, at, firstRequest, modulesCpu, initCpu, bootstrapCpu);
    }

    GuestTimes firstRequest(long at, long newInitCpu, long newBootstrapCpu) {
        return new GuestTimes(init, ready, started, at, modulesCpu, newInitCpu, newBootstrapCpu);
    }
}
