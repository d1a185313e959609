package dev.hearth.drivers.network;

import inet.ipaddr.IPAddress;
import java.util.List;
import java.util.regex.Pattern;

/** Who an interface belongs to, by the names that programs give theirs. Pure. */
final class Owners {

    private Owners() {}

    /**
     * A program that makes interfaces.
     *
     * @param names of its interfaces
     * @param name for people
     * @param container whether it makes networks for containers or machines on this host, which nobody outside knows
     * @param also ranges that it takes as well, or may take, which no route shows
     */
    record Program(Pattern names, String name, boolean container, List<Also> also) {}

    /** A range that a program has beside its interfaces' addresses; {@code certain} when it surely has it. */
    record Also(IPAddress block, String what, boolean certain) {}

    /** As {@link Instances} names them. */
    private static final String HEARTH = "hv[0-9a-f]{6}-\\d+";

    private static final Also KUBERNETES_SERVICES =
            new Also(Cidr.block("10.96.0.0/12"), "the services' range of kubeadm, which no route shows", false);
    private static final Also K3S_SERVICES =
            new Also(Cidr.block("10.43.0.0/16"), "the services' range of k3s, which no route shows", false);
    private static final List<Also> SERVICES = List.of(KUBERNETES_SERVICES, K3S_SERVICES);

    private static final List<Program> PROGRAMS = List.of(
            program("docker_gwbridge", "Docker Swarm", true),
            program("docker\\d+|br-[0-9a-f]{12}", "Docker", true),
            program(
                    "podman\\d+|cni-podman\\d+",
                    "Podman",
                    true,
                    new Also(Cidr.block("10.88.0.0/15"), "Podman's own pools", false)),
            program("virbr\\d+(-nic)?", "libvirt", true),
            program("lxdbr\\d+", "LXD", true),
            program("incusbr\\d+", "Incus", true),
            program("lxcbr\\d+", "LXC", true),
            program("vmnet\\d+", "VMware", true),
            program("vboxnet\\d+", "VirtualBox", true),
            program("waydroid\\d+", "Waydroid", true),
            new Program(
                    Pattern.compile(
                            "cni\\d+|flannel[.\\w-]*|cali[\\w.-]*|vxlan\\.calico|tunl0|cilium_\\w+|weave|antrea-\\w+"
                                    + "|kube-\\w+|ovn-k8s-\\w+|nodelocaldns|eni[0-9a-f]{11}"),
                    "Kubernetes",
                    true,
                    SERVICES),
            program(
                    "tailscale\\d*|ts\\d+",
                    "Tailscale",
                    false,
                    new Also(Cidr.block("100.64.0.0/10"), "Tailscale gives its machines addresses of it", true),
                    new Also(Cidr.block("fd7a:115c:a1e0::/48"), "Tailscale gives its machines addresses of it", true)),
            program("wg\\w*|nordlynx|proton\\w*|mullvad\\w*", "the WireGuard VPN", false),
            program("zt\\w+", "ZeroTier", false),
            program("nebula\\d*", "Nebula", false),
            program(
                    "tun\\d*|tap\\d+|utun\\d+|ppp\\d+|gpd\\d+|cscotun\\d+|ipsec\\d+|vti\\d+|xfrm\\d+",
                    "the VPN",
                    false),
            program(HEARTH, "another Hearth", true));

    private static Program program(String names, String name, boolean container, Also... also) {
        return new Program(Pattern.compile(names), name, container, List.of(also));
    }

    private static final Program UNKNOWN = program("", "", false);

    static boolean isHearth(String device) {
        return device.matches(HEARTH);
    }

    static Program of(String device) {
        return PROGRAMS.stream()
                .filter(program -> program.names().matcher(device).matches())
                .findFirst()
                .orElse(UNKNOWN);
    }

    /** For people: the program where its name tells, else the kind; always with the interface's own name. */
    static String name(String device, String kind) {
        Program program = of(device);
        if (device.isEmpty()) {
            return "a route without a device";
        }
        if (program != UNKNOWN) {
            return program.name() + " (" + (kind.equals("bridge") ? "bridge " : "") + device + ")";
        }
        return switch (kind) {
            case "bridge" -> "the bridge " + device;
            case "wireguard" -> "the WireGuard VPN (" + device + ")";
            case "vlan" -> "the VLAN " + device;
            case "wlan" -> "the wireless network of " + device;
            default -> device.equals("lo") ? "this host's loopback" : "the network of " + device;
        };
    }
}
