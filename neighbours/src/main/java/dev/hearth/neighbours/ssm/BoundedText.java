package dev.hearth.neighbours.ssm;

/**
 * A text that a regular expression may look at so often and no more: a user's pattern must not keep a processor busy
 * for good.
 */
record BoundedText(String text, int[] looks) implements CharSequence {

    /** Characters that a pattern may look at. */
    static final int MAX_LOOKS = 2_000_000;

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
            throw SsmError.PATTERN_MISMATCH.because(
                    "Parameter value, cannot be validated against its allowedPattern: the" + " pattern takes too long");
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
