package dev.hearth.neighbours.ec2;

import dev.hearth.core.AwsScope;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;

/**
 * The network that every account has in every region (Amazon VPC user guide, "Default VPCs"). There is no other one.
 *
 * @param vpcId the same in every run
 * @param cidr its addresses
 * @param subnets one in each zone
 */
public record Network(String vpcId, String cidr, List<Subnet> subnets) {

    private static final int DIGITS = 17;

    /** A part of it. @param zone an availability zone's name */
    public record Subnet(String id, String zone, String zoneId, String cidr) {}

    static Network of(AwsScope scope) {
        String region = scope.region();
        return new Network(
                id("vpc", scope),
                "172.31.0.0/16",
                List.of(
                        new Subnet(id("subnet", scope, "a"), region + "a", zoneId(region, 1), "172.31.0.0/20"),
                        new Subnet(id("subnet", scope, "b"), region + "b", zoneId(region, 2), "172.31.16.0/20"),
                        new Subnet(id("subnet", scope, "c"), region + "c", zoneId(region, 3), "172.31.32.0/20")));
    }

    /** As in {@code use1-az1}: the region's first letters and its number. */
    private static String zoneId(String region, int zone) {
        String[] words = region.split("-");
        StringBuilder id = new StringBuilder(words[0]);
        for (int i = 1; i < words.length; i++) {
            id.append(words[i].charAt(0));
        }
        return id + "-az" + zone;
    }

    /** Ids of what is there without having been made. */
    static String id(String kind, AwsScope scope, String... more) {
        String name = String.join("/", kind, scope.account(), scope.region(), String.join("/", more));
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(name.getBytes(StandardCharsets.UTF_8));
            return kind + "-" + HexFormat.of().formatHex(digest).substring(0, DIGITS);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
