package dev.hearth.drivers.firecracker;

import org.jspecify.annotations.Nullable;

/**
 * One request to Firecracker's API.
 *
 * @param method HTTP's
 * @param path with the id of the device where the API wants it
 * @param body a record of {@link ApiWords}, or null for a GET
 */
record Call(Method method, String path, @Nullable Object body) {

    /** The methods that Hearth uses. Firecracker also takes DELETE, for devices on PCI. */
    enum Method {
        GET,
        PUT,
        PATCH
    }

    /** Where a snapshot is loaded. */
    static final String LOAD_PATH = "/snapshot/load";

    static Call describe() {
        return new Call(Method.GET, "/", null);
    }

    static Call version() {
        return new Call(Method.GET, "/version", null);
    }

    static Call config() {
        return new Call(Method.GET, "/vm/config", null);
    }

    static Call machine() {
        return new Call(Method.GET, "/machine-config", null);
    }

    static Call balloonStatistics() {
        return new Call(Method.GET, "/balloon/statistics", null);
    }

    static Call action(ApiWords.ActionType type) {
        return new Call(Method.PUT, "/actions", new ApiWords.Action(type));
    }

    static Call put(ApiWords.BootSource source) {
        return new Call(Method.PUT, "/boot-source", source);
    }

    static Call put(ApiWords.MachineConfig machine) {
        return new Call(Method.PUT, "/machine-config", machine);
    }

    static Call put(ApiWords.Drive drive) {
        return new Call(Method.PUT, "/drives/" + drive.driveId(), drive);
    }

    static Call patch(ApiWords.PartialDrive drive) {
        return new Call(Method.PATCH, "/drives/" + drive.driveId(), drive);
    }

    static Call put(ApiWords.NetworkInterface network) {
        return new Call(Method.PUT, "/network-interfaces/" + network.ifaceId(), network);
    }

    static Call patch(ApiWords.PartialNetworkInterface network) {
        return new Call(Method.PATCH, "/network-interfaces/" + network.ifaceId(), network);
    }

    static Call put(ApiWords.Vsock vsock) {
        return new Call(Method.PUT, "/vsock", vsock);
    }

    static Call put(ApiWords.Entropy entropy) {
        return new Call(Method.PUT, "/entropy", entropy);
    }

    static Call put(ApiWords.Balloon balloon) {
        return new Call(Method.PUT, "/balloon", balloon);
    }

    static Call patch(ApiWords.BalloonUpdate balloon) {
        return new Call(Method.PATCH, "/balloon", balloon);
    }

    static Call put(ApiWords.Logger logger) {
        return new Call(Method.PUT, "/logger", logger);
    }

    static Call put(ApiWords.Metrics metrics) {
        return new Call(Method.PUT, "/metrics", metrics);
    }

    static Call state(ApiWords.VmState state) {
        return new Call(Method.PATCH, "/vm", new ApiWords.Vm(state));
    }

    static Call createSnapshot(ApiWords.SnapshotCreate snapshot) {
        return new Call(Method.PUT, "/snapshot/create", snapshot);
    }

    static Call loadSnapshot(ApiWords.SnapshotLoad snapshot) {
        return new Call(Method.PUT, LOAD_PATH, snapshot);
    }

    /** For messages: {@code PUT /boot-source}. */
    @Override
    public String toString() {
        return method + " " + path;
    }
}
