package dev.hearth.neighbours.apigateway;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Collection;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What one rendering may still do. A template is its API's owner's, its values are anybody's, and both together can
 * make a short text that takes years: everything that grows with a value is charged here, before it is done.
 */
final class TemplateWork {

    /** Whose rendering this thread does. */
    static final ScopedValue<TemplateWork> CURRENT = ScopedValue.newInstance();

    /** Lists in lists; ours. */
    private static final int DEPTH = 200;
    /** Bits of a number: no JSON has longer ones, and multiplied with itself one doubles; ours. */
    private static final int NUMBER_BITS = 8_192;

    private int steps = ApiLimits.RENDERED_STEPS;
    private long left = ApiLimits.RENDERED_WORK;

    /** A variable is set, which each round of a loop does. */
    void step(@Nullable Object value) {
        if (--steps < 0) {
            throw new Templates.BrokenTemplate("the template takes too long");
        }
        if (value instanceof CharSequence text && text.length() > ApiLimits.RENDERED_CHARS) {
            throw new Templates.BrokenTemplate("the template makes too long a text");
        }
        if (value instanceof Number) {
            charge(value);
        }
    }

    /** Something looks at all of {@code value} once. */
    void charge(@Nullable Object value) {
        charge(value, DEPTH);
    }

    /** {@code characters} are looked at, or made. */
    void charge(long characters) {
        left -= characters;
        if (left < 0) {
            throw new Templates.BrokenTemplate("the template takes too long");
        }
    }

    /** A text of that length is about to be made. */
    void make(long characters) {
        if (characters > ApiLimits.RENDERED_CHARS) {
            throw new Templates.BrokenTemplate("the template makes too long a text");
        }
        charge(characters);
    }

    private void charge(@Nullable Object value, int depth) {
        if (depth == 0) {
            throw new Templates.BrokenTemplate("the template makes too deep a value");
        }
        charge(1);
        switch (value) {
            case CharSequence text -> charge((long) text.length());
            case Collection<?> all -> all.forEach(each -> charge(each, depth - 1));
            case Map<?, ?> map ->
                map.forEach((key, each) -> {
                    charge(key, depth - 1);
                    charge(each, depth - 1);
                });
            case BigInteger number -> charge(number);
            case BigDecimal number -> {
                charge(number.unscaledValue());
                if (Math.abs((long) number.scale()) > NUMBER_BITS) {
                    throw new Templates.BrokenTemplate("the template makes too large a number");
                }
            }
            case null, default -> {}
        }
    }

    private void charge(BigInteger number) {
        if (number.bitLength() > NUMBER_BITS) {
            throw new Templates.BrokenTemplate("the template makes too large a number");
        }
        charge((long) number.bitLength());
    }
}
