package dev.hearth.drivers.firecracker;

import java.util.List;

/** What to do about a fault that Firecracker or its jailer tells: its own words are kept, ours are added. */
final class FaultDecisions {

    private record Advice(String part, String toDo) {}

    /** The first that fits counts, so the special ones come first. Parts are of Firecracker's messages, 1.16.1. */
    private static final List<Advice> ADVICE = List.of(
            new Advice(
                    "Open tap device failed",
                    "the tap is missing, taken or not this user's: 'hearth doctor' says what the network needs"),
            new Advice("Cannot open/create the tap device", "is the tap in the microVM's network namespace?"),
            new Advice("MAC address is already in use", "two interfaces of one microVM have the same address"),
            new Advice("out of range [68, 65535]", "choose another mtu"),
            new Advice(
                    "kernel file cannot be opened",
                    "the kernel is not readable for the microVM's user, or not there: 'hearth image list'"),
            new Advice("initrd file cannot be opened", "the initrd is not readable for the microVM's user"),
            new Advice("kernel command line is invalid", "see the boot arguments of the image"),
            new Advice(
                    "No space left on device",
                    "the disk of Hearth's data folder is full: free some, or choose another with --data"),
            new Advice("Error manipulating the backing file", "a drive is not readable for the microVM's user"),
            new Advice("root block device already exists", "two drives claim to be the root"),
            new Advice("Kvm error", "KVM refused: is /dev/kvm there and usable, are the KVM modules loaded?"),
            new Advice(
                    "/dev/kvm", "is /dev/kvm there and usable, are the KVM modules loaded? 'hearth doctor' tries it"),
            new Advice("Cannot start microvm without kernel", "the boot source was never set"),
            new Advice("memory size (MiB) is", "the memory must be more than 0 MiB"),
            new Advice("number of vCPUs must be", "1 or an even number of vCPUs, at most " + MachineLimits.MAX_VCPUS),
            new Advice("Invalid Memory Configuration", "the host has too little memory for this microVM"),
            new Advice("Cannot allocate memory", "the host has too little memory for this microVM"),
            new Advice("Address already in use", "a socket of a microVM that is gone is still there"),
            new Advice("snapshot not allowed after", "a snapshot is loaded first of all, on a fresh process"),
            new Advice(
                    "Failed to restore from snapshot",
                    "the snapshot does not fit this host any more (processor, Firecracker, files): it is made anew"),
            new Advice("not supported after starting", "this device can only be set before the start"),
            new Advice("not supported before starting", "the microVM does not run yet"),
            new Advice("Controller ", "the jailer lacks a cgroup controller: see docs/microvm.md on Delegate"),
            new Advice("Hierarchy not found", "cgroup version 2 is not mounted: see docs/microvm.md"),
            new Advice("Failed to join network namespace", "the network namespace is gone: start again"),
            new Advice("Failed to create /dev", "the jail's file system forbids device files (nodev): move --data"),
            new Advice("via mknod", "the jail's file system forbids device files (nodev): move --data"),
            new Advice("Failed to exec into Firecracker", "is the binary static and on a file system without noexec?"),
            new Advice("Failed to change owner", "the jailer must be root"),
            new Advice("Failed to unshare", "the jailer must be root"),
            new Advice("deserializing the json body", "this Firecracker's API differs: Hearth needs 1.16 or newer"),
            new Advice(
                    "Invalid request method and/or path", "this Firecracker is too old: Hearth needs 1.16 or newer"));

    private FaultDecisions() {}

    /** One sentence about {@code words}; a general one when nothing fits. */
    static String toDo(String words) {
        return ADVICE.stream()
                .filter(advice -> words.contains(advice.part()))
                .findFirst()
                .map(Advice::toDo)
                .orElse("'hearth doctor' tries what Firecracker needs");
    }
}
