package dev.hearth.neighbours.templates;

/**
 * A text that a regular expression may look at so often and no more: a template's pattern must not keep a processor
 * busy for good.
 */
record BoundedText(String text, int[] looks) implements CharSequence {

    /** Characters that a pattern may look at. */
    static final int MAX_LOOKS = 2_000_000;

    /** A pattern has looked too often. */
    static final class Exhausted extends RuntimeException {

        private static final long serialVersionUID = 1L;

        Exhausted() {
            super("the pattern takes too long", null, false, false);
        }
    }

    BoundedText(String text) {
        this(text, new int[1]);
    }

    @Override
    public int length() {
        return text.length();
    }

    @Override
    public char charAt(int index) {
        if (++looks[0] > MAX_LOOKS) {
            throw new Exhausted();
        }
        return text.charAt(index);
    }

    @Override
    public CharSequence subSequence(int start, int end) {
        return new BoundedText(text.substring(start, end), looks);
    }

    @Override
    public String toString() {
        return text;
    }
}
