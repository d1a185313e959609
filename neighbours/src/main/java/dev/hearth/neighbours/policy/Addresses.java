package dev.hearth.neighbours.policy;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** IP addresses and their ranges in CIDR form. */
final class Addresses {

    /** Only digits: a name would be looked up. */
    private static final Pattern NUMERIC = Pattern.compile("[0-9.]+|[0-9a-fA-F:.]*:[0-9a-fA-F:.]*");

    private Addresses() {}

    static boolean isIn(String range, String address) {
        int slash = range.indexOf('/');
        byte[] network = bytes(slash < 0 ? range : range.substring(0, slash));
        byte[] actual = bytes(address);
        if (network == null || actual == null || network.length != actual.length) {
            return false;
        }
        int bits = network.length * Byte.SIZE;
        try {
            bits = slash < 0 ? bits : Integer.parseInt(range.substring(slash + 1));
        } catch (NumberFormatException notANumber) {
            return false;
        }
        if (bits < 0 || bits > network.length * Byte.SIZE) {
            return false;
        }
        for (int i = 0; i < bits; i++) {
            int mask = 1 << (7 - i % Byte.SIZE);
            if ((network[i / Byte.SIZE] & mask) != (actual[i / Byte.SIZE] & mask)) {
                return false;
            }
        }
        return true;
    }

    private static byte @Nullable [] bytes(String text) {
        try {
            return NUMERIC.matcher(text).matches() ? InetAddress.getByName(text).getAddress() : null;
        } catch (UnknownHostException notAnAddress) {
            return null;
        }
    }
}
