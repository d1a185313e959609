package dev.hearth.drivers.network;

import inet.ipaddr.IPAddress;
import java.util.BitSet;
import java.util.OptionalInt;
import java.util.concurrent.locks.ReentrantLock;

/**
 * The networks of four addresses (a /30 or a /126) that a range is cut into: the first is the inside that all guests
 * share, each in a namespace of its own; every other is the way between one guest's namespace and the host.
 */
final class GuestBlocks {

    private final IPAddress range;
    private final int capacity;
    private final ReentrantLock lock = new ReentrantLock();
    private final BitSet taken = new BitSet();

    GuestBlocks(IPAddress range) {
        this.range = range;
        this.capacity = RangeDecisions.guests(range);
    }

    /** The inside: number 0. Numbers from 1 are handed out. */
    static final int INSIDE = 0;

    /** The number of a free network, or empty when every one is in use. */
    OptionalInt take() {
        lock.lock();
        try {
            int number = taken.nextClearBit(INSIDE + 1);
            if (number > capacity) {
                return OptionalInt.empty();
            }
            taken.set(number);
            return OptionalInt.of(number);
        } finally {
            lock.unlock();
        }
    }

    void giveBack(int number) {
        lock.lock();
        try {
            taken.clear(number);
        } finally {
            lock.unlock();
        }
    }

    int capacity() {
        return capacity;
    }

    /** Prefix length of every network. */
    int prefixLength() {
        return prefixLength(range);
    }

    private static int prefixLength(IPAddress range) {
        return range.getBitCount() - RangeDecisions.GUEST_BITS;
    }

    /** The near end: the host's, or inside the gateway's. */
    IPAddress near(int number) {
        return at(range, number, 1);
    }

    /** The far end: the namespace's, or inside the guest's. */
    IPAddress far(int number) {
        return at(range, number, 2);
    }

    /** Address {@code offset} of network {@code number} of any range; how IPv6 uses the numbers handed out here. */
    static IPAddress at(IPAddress range, int number, int offset) {
        return Cidr.lowest(range).increment(((long) number << RangeDecisions.GUEST_BITS) + offset);
    }
}
