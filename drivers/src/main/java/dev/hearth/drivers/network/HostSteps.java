package dev.hearth.drivers.network;

import inet.ipaddr.IPAddress;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The steps that prepare the host for all guests of one Hearth, each with its undo. */
final class HostSteps {

    /** Behind every real route, so that it only catches what no guest has. */
    private static final String METRIC = "4294967295";

    private HostSteps() {}

    static List<Step> all(Instances names, Taken taken, List<String> uplinks) {
        List<Step> steps = new ArrayList<>();
        steps.add(claim(taken.range()));
        taken.range6().ifPresent(range -> steps.add(claim(range)));
        steps.add(new Step(
                "make the rules for guests",
                () -> nft(Rules.host(names, taken.range(), taken.range6(), taken.nameservers(), taken.neighbours6())),
                () -> nft(Rules.removeTable(names))));
        for (String family : List.of("ip", "ip6")) {
            steps.add(new Step(
                    "pass Docker's rules",
                    () -> OtherFirewalls.let(names, family),
                    () -> OtherFirewalls.forget(names, family)));
        }
        for (String uplink : uplinks) {
            Path file = Path.of("/proc/sys/net/ipv4/conf", uplink, "forwarding");
            if (Files.isReadable(file) && !on(file)) {
                steps.add(new Step("forward from " + uplink, () -> write(file, "1"), () -> write(file, "0")));
            }
        }
        return steps;
    }

    /** Tells everybody who looks at the routes, Docker and other Hearths among them, that the range is taken. */
    private static Step claim(IPAddress range) {
        String family = range.isIPv6() ? "-6" : "-4";
        String[] route = {"unreachable", Cidr.text(range), "metric", METRIC, "proto", Claims.PROTOCOL};
        return new Step(
                "claim " + Cidr.text(range),
                () -> Commands.output("ip", words(family, "replace", route)),
                () -> Commands.output("ip", words(family, "delete", route)));
    }

    private static String[] words(String family, String verb, String... route) {
        List<String> words = new ArrayList<>(List.of(family, "route", verb));
        words.addAll(List.of(route));
        return words.toArray(String[]::new);
    }

    static void nft(String script) throws IOException {
        Commands.run("nft", List.of("-f", "-"), script);
    }

    private static boolean on(Path file) {
        try {
            return Files.readString(file).strip().equals("1");
        } catch (IOException hidden) {
            return true;
        }
    }

    private static void write(Path file, String value) throws IOException {
        Files.writeString(file, value);
    }
}
