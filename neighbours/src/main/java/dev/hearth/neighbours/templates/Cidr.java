package dev.hearth.neighbours.templates;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** {@code Fn::Cidr}: blocks of addresses out of a larger one. IPv4 and IPv6. */
final class Cidr {

    private static final int MAX_BLOCKS = 256;
    private static final Pattern FOUR = Pattern.compile("(\\d{1,3})\\.(\\d{1,3})\\.(\\d{1,3})\\.(\\d{1,3})/(\\d{1,2})");
    private static final Pattern SIX = Pattern.compile("([0-9a-fA-F:]{2,39})/(\\d{1,3})");

    private Cidr() {}

    static List<String> split(String block, String count, String bits) {
        int blocks = number("count", count, 1, MAX_BLOCKS);
        Matcher four = FOUR.matcher(block);
        if (four.matches()) {
            int size = number("cidrBits", bits, 1, 31);
            long base = 0;
            for (int i = 1; i <= 4; i++) {
                base = base << 8 | number("ipBlock", four.group(i), 0, 255);
            }
            int mask = number("ipBlock", four.group(5), 0, 32);
            fits(BigInteger.valueOf(blocks), 32 - mask - size);
            List<String> all = new ArrayList<>();
            for (int i = 0; i < blocks; i++) {
                all.add(dotted(base + ((long) i << size)) + "/" + (32 - size));
            }
            return all;
        }
        Matcher six = SIX.matcher(block);
        if (!six.matches()) {
            throw TemplateFault.error("Fn::Cidr: ipBlock " + block + " is not a block of addresses");
        }
        return splitSix(
                six.group(1), number("ipBlock", six.group(2), 0, 128), blocks, number("cidrBits", bits, 1, 127));
    }

    private static List<String> splitSix(String address, int mask, int blocks, int size) {
        fits(BigInteger.valueOf(blocks), 128 - mask - size);
        BigInteger base = six(address);
        List<String> all = new ArrayList<>();
        for (int i = 0; i < blocks; i++) {
            BigInteger at = base.add(BigInteger.valueOf(i).shiftLeft(size));
            List<String> groups = new ArrayList<>();
            for (int group = 7; group >= 0; group--) {
                groups.add(Integer.toHexString(at.shiftRight(16 * group).intValue() & 0xffff));
            }
            all.add(String.join(":", groups) + "/" + (128 - size));
        }
        return all;
    }

    private static BigInteger six(String address) {
        String[] halves = address.split("::", -1);
        List<String> groups = groups(halves[0]);
        List<String> last = halves.length > 1 ? groups(halves[1]) : List.of();
        int missing = 8 - groups.size() - last.size();
        if (halves.length > 2 || missing < 0 || halves.length == 1 && missing != 0) {
            throw TemplateFault.error("Fn::Cidr: " + address + " is not an address");
        }
        BigInteger value = BigInteger.ZERO;
        List<String> all = new ArrayList<>(groups);
        all.addAll(java.util.Collections.nCopies(missing, "0"));
        all.addAll(last);
        for (String group : all) {
            if (!group.matches("[0-9a-fA-F]{1,4}")) {
                throw TemplateFault.error("Fn::Cidr: " + address + " is not an address");
            }
            value = value.shiftLeft(16).or(BigInteger.valueOf(Integer.parseInt(group, 16)));
        }
        return value;
    }

    private static List<String> groups(String half) {
        return half.isEmpty() ? List.of() : List.of(half.split(":"));
    }

    private static void fits(BigInteger blocks, int freeBits) {
        if (freeBits < 0 || BigInteger.ONE.shiftLeft(freeBits).compareTo(blocks) < 0) {
            throw TemplateFault.error("Fn::Cidr: the block is too small for so many");
        }
    }

    private static String dotted(long address) {
        return (address >> 24 & 255) + "." + (address >> 16 & 255) + "." + (address >> 8 & 255) + "." + (address & 255);
    }

    private static int number(String what, String text, int least, int most) {
        if (!text.matches("[0-9]{1,9}") || Integer.parseInt(text) < least || Integer.parseInt(text) > most) {
            throw TemplateFault.error("Fn::Cidr: " + what + " must be a number between " + least + " and " + most);
        }
        return Integer.parseInt(text);
    }
}
