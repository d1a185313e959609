package dev.hearth.drivers.firecracker;

/** How a microVM is described to Firecracker. */
public enum ConfigureBy {
    /** By requests on its API socket. */
    API,
    /** By a file that it reads when it starts ({@code --config-file}); the API socket then serves what comes later. */
    FILE
}
