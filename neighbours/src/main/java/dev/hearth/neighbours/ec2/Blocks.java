package dev.hearth.neighbours.ec2;

import inet.ipaddr.AddressStringException;
import inet.ipaddr.IPAddress;
import inet.ipaddr.IPAddressString;
import inet.ipaddr.IPAddressStringParameters;
import inet.ipaddr.IncompatibleAddressException;

/** Blocks of addresses as EC2 keeps them: with a length, their host bits zero, in the shortest form. */
final class Blocks {

    private static final IPAddressStringParameters STRICT = new IPAddressStringParameters.Builder()
            .allowEmpty(false)
            .allowAll(false)
            .allowSingleSegment(false)
            .allowMask(false)
            .allowWildcardedSeparator(false)
            .getIPv4AddressParametersBuilder()
            .allow_inet_aton(false)
            .getParentBuilder()
            .toParams();

    private Blocks() {}

    static String ipv4(String text) {
        IPAddress block = block(text);
        if (!block.isIPv4()) {
            throw malformed(text);
        }
        return block.toCanonicalString();
    }

    static String ipv6(String text) {
        IPAddress block = block(text);
        if (!block.isIPv6()) {
            throw malformed(text);
        }
        return block.toCanonicalString();
    }

    private static IPAddress block(String text) {
        try {
            IPAddress address = new IPAddressString(text, STRICT).toAddress();
            if (text.indexOf('/') < 0 || !address.isPrefixed()) {
                throw malformed(text);
            }
            return address.toPrefixBlock();
        } catch (AddressStringException | IncompatibleAddressException notOne) {
            throw malformed(text);
        }
    }

    private static RuntimeException malformed(String text) {
        return Ec2Error.INVALID_PARAMETER.because("CIDR block " + text + " is malformed");
    }
}
