package dev.hearth.drivers.network;

import inet.ipaddr.AddressStringException;
import inet.ipaddr.AddressStringParameters.RangeParameters;
import inet.ipaddr.IPAddress;
import inet.ipaddr.IPAddressString;
import inet.ipaddr.IPAddressStringParameters;
import inet.ipaddr.IncompatibleAddressException;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Reading and comparing prefix blocks: a thin layer over the library, which knows many more notations. */
final class Cidr {

    /** Four decimal numbers, or hexadecimal groups; a zone or a wildcard never. */
    private static final Pattern PLAIN =
            Pattern.compile("(?:\\d{1,3}(?:\\.\\d{1,3}){3}|[0-9a-fA-F]{0,4}:[0-9a-fA-F:.]*)(?:/\\d{1,3})?");

    private static final int LONGEST_TEXT = 64;

    private static final IPAddressStringParameters STRICT = new IPAddressStringParameters.Builder()
            .allowEmpty(false)
            .allowAll(false)
            .allowSingleSegment(false)
            .allowMask(false)
            .setRangeOptions(RangeParameters.NO_RANGE)
            .getIPv4AddressParametersBuilder()
            .allow_inet_aton(false)
            .getParentBuilder()
            .toParams();

    private Cidr() {}

    /** A block of addresses; an address alone is a block of one. */
    static IPAddress block(String text) {
        IPAddress address = parse(text);
        IPAddress block = address.isPrefixed() ? address.toPrefixBlock() : single(address);
        return block;
    }

    /** A block as a person plans it: bits set behind the prefix are an error, not silently dropped. */
    static IPAddress exactBlock(String text) {
        IPAddress address = parse(text);
        IPAddress block = block(text);
        if (address.isPrefixed() && !address.getLower().withoutPrefixLength().equals(lowest(block))) {
            throw new IllegalArgumentException(
                    text + " has bits set behind its prefix: " + text(block) + " contains it");
        }
        return block;
    }

    /** One address, its prefix length dropped. */
    static IPAddress address(String text) {
        int slash = text.indexOf('/');
        return parse(slash < 0 ? text : text.substring(0, slash)).withoutPrefixLength();
    }

    private static IPAddress parse(String text) {
        if (text.length() > LONGEST_TEXT || !PLAIN.matcher(text).matches()) {
            throw new IllegalArgumentException(
                    "'" + text + "' is no range of addresses: write for example 10.20.0.0/16 or fd12:3456::/64");
        }
        try {
            return new IPAddressString(text, STRICT).toAddress();
        } catch (AddressStringException | IncompatibleAddressException wrong) {
            throw new IllegalArgumentException("'" + text + "' is no range of addresses: " + wrong.getMessage(), wrong);
        }
    }

    /** The block that begins at {@code address} and has {@code prefix} bits in common. */
    static IPAddress blockAt(IPAddress address, int prefix) {
        return address.withoutPrefixLength().setPrefixLength(prefix).toPrefixBlock();
    }

    static IPAddress single(IPAddress address) {
        return blockAt(address, address.getBitCount());
    }

    static IPAddress lowest(IPAddress block) {
        return block.getLower().withoutPrefixLength();
    }

    static int length(IPAddress block) {
        Integer length = block.getNetworkPrefixLength();
        return length == null ? block.getBitCount() : length;
    }

    /** Two prefix blocks overlap when one contains the other. */
    static boolean overlap(IPAddress one, IPAddress other) {
        return one.contains(other) || other.contains(one);
    }

    /** In the usual notation; an address alone without a length. */
    static String text(IPAddress block) {
        return length(block) == block.getBitCount()
                ? lowest(block).toCanonicalString()
                : blockAt(lowest(block), length(block)).toCanonicalString();
    }

    /** The first block with {@code prefix} bits in {@code pool} that overlaps nothing of {@code taken}. */
    static Optional<IPAddress> free(IPAddress pool, List<IPAddress> taken, int prefix) {
        Stream<IPAddress> left = Stream.of(pool);
        for (IPAddress each : taken) {
            left = left.flatMap(block -> without(block, each));
        }
        return left.filter(block -> length(block) <= prefix)
                .min(Comparator.comparing(Cidr::lowest))
                .map(block -> blockAt(lowest(block), prefix));
    }

    private static Stream<IPAddress> without(IPAddress block, IPAddress taken) {
        if (!overlap(block, taken)) {
            return Stream.of(block);
        }
        IPAddress[] rest = block.subtract(taken);
        return rest == null
                ? Stream.of()
                : Arrays.stream(rest).flatMap(part -> Arrays.stream(part.spanWithPrefixBlocks()));
    }
}
