package dev.hearth.core;

import java.util.function.Supplier;

/**
 * A text that tells of every look at one of its characters, before it: a regular expression of somebody else's can look
 * at forty letters for years, and this is where it is stopped.
 *
 * @param look called for each character; what it throws ends the search
 */
public record WatchedText(String text, Runnable look) implements CharSequence {

    /** {@code text} for so many looks at its characters; the next one throws {@code tooMany}. */
    public static WatchedText upTo(long looks, String text, Supplier<? extends RuntimeException> tooMany) {
        long[] left = {looks};
        return new WatchedText(text, () -> {
            if (--left[0] < 0) {
                throw tooMany.get();
            }
        });
    }

    @Override
    public int length() {
        return text.length();
    }

    @Override
    public char charAt(int index) {
        look.run();
        return text.charAt(index);
    }

    @Override
    public CharSequence subSequence(int start, int end) {
        return new WatchedText(text.substring(start, end), look);
    }

    @Override
    public String toString() {
        return text;
    }
}
