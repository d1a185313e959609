package dev.hearth.services.logs;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;

/**
 * A regular expression of the filter pattern language: CloudWatch Logs allows no groups, so an expression is
 * alternatives of repeated character sets. All states are followed at once, so that no pattern is slow on any line.
 */
final class LineRegex {

    /** The most steps that an expression may have after its counted repetitions are written out. */
    private static final int STEPS = 2_000;

    private static final String SYMBOLS = "_#=@/;,-: ";
    private static final int ASCII = 128;

    /** One character of the set, perhaps none ({@code optional}), perhaps many ({@code again}). */
    private record Step(BitSet ascii, boolean others, boolean optional, boolean again) {
        boolean takes(char c) {
            return c < ASCII ? ascii.get(c) : others;
        }
    }

    private record Alternative(List<Step> steps, boolean fromStart, boolean toEnd) {}

    private record CharSet(BitSet ascii, boolean others) {}

    private final List<Alternative> alternatives;

    private LineRegex(List<Alternative> alternatives) {
        this.alternatives = alternatives;
    }

    /** Is there a match anywhere in {@code line}? */
    boolean find(String line) {
        return alternatives.stream().anyMatch(alternative -> find(alternative, line));
    }

    private static boolean find(Alternative alternative, String line) {
        List<Step> steps = alternative.steps;
        int end = line.endsWith("\n") ? line.length() - 1 : line.length();
        BitSet at = new BitSet(steps.size() + 1);
        enter(steps, at, 0);
        for (int i = 0; i < end; i++) {
            if (at.get(steps.size()) && !alternative.toEnd) {
                return true;
            }
            BitSet after = new BitSet(steps.size() + 1);
            for (int s = at.nextSetBit(0); s >= 0 && s < steps.size(); s = at.nextSetBit(s + 1)) {
                Step step = steps.get(s);
                if (step.takes(line.charAt(i))) {
                    enter(steps, after, step.again ? s : s + 1);
                }
            }
            if (!alternative.fromStart) {
                enter(steps, after, 0);
            }
            at = after;
        }
        return at.get(steps.size());
    }

    /** Adds {@code step} and every step that can be reached from it without a character. */
    private static void enter(List<Step> steps, BitSet into, int step) {
        int s = step;
        while (!into.get(s)) {
            into.set(s);
            if (s == steps.size() || !steps.get(s).optional) {
                return;
            }
            s++;
        }
    }

    static LineRegex parse(String text, PatternReader blame) {
        return new Parser(text, blame).parse();
    }

    /** Reads the text between the percent signs. */
    private static final class Parser {
        private final PatternReader in;
        private final PatternReader blame;

        Parser(String text, PatternReader blame) {
            this.in = new PatternReader(text);
            this.blame = blame;
        }

        LineRegex parse() {
            List<Alternative> alternatives = new ArrayList<>();
            do {
                alternatives.add(alternative());
            } while (in.take("|"));
            if (!in.atEnd()) {
                throw blame.invalid("misplaced operator in a regular expression");
            }
            return new LineRegex(alternatives);
        }

        private Alternative alternative() {
            boolean fromStart = in.take("^");
            List<Step> steps = new ArrayList<>();
            while (!in.atEnd() && in.peek() != '|' && in.peek() != '$') {
                repeated(set(), steps);
                if (steps.size() > STEPS) {
                    throw blame.invalid("a regular expression is too long");
                }
            }
            return new Alternative(steps, fromStart, in.take("$"));
        }

        private void repeated(CharSet set, List<Step> steps) {
            if (in.take("*")) {
                steps.add(new Step(set.ascii, set.others, true, true));
            } else if (in.take("+")) {
                steps.add(new Step(set.ascii, set.others, false, false));
                steps.add(new Step(set.ascii, set.others, true, true));
            } else if (in.take("?")) {
                steps.add(new Step(set.ascii, set.others, true, false));
            } else if (in.take("{")) {
                counted(set, steps);
            } else {
                steps.add(new Step(set.ascii, set.others, false, false));
            }
        }

        private void counted(CharSet set, List<Step> steps) {
            int least = number(0);
            boolean range = in.take(",");
            boolean open = range && in.peek() == '}';
            int most = range && !open ? number(least) : least;
            in.expect("}");
            for (int i = 0; i < most; i++) {
                steps.add(new Step(set.ascii, set.others, i >= least, false));
            }
            if (open) {
                steps.add(new Step(set.ascii, set.others, true, true));
            }
        }

        private int number(int least) {
            String digits = in.run(c -> c >= '0' && c <= '9');
            if (digits.isEmpty() || digits.length() > 4 || Integer.parseInt(digits) < least) {
                throw blame.invalid("wrong count in a regular expression");
            }
            return Integer.parseInt(digits);
        }

        private CharSet set() {
            char c = in.next();
            if (c == '.') {
                return not(new CharSet(new BitSet(), false));
            }
            if (c == '[') {
                return bracketed();
            }
            if (c == '\\') {
                return escaped();
            }
            return one(plain(c));
        }

        private char plain(char c) {
            boolean letterOrDigit = c < ASCII && Character.isLetterOrDigit(c);
            if (!letterOrDigit && SYMBOLS.indexOf(c) < 0) {
                throw blame.invalid("unsupported character '" + c + "' in a regular expression");
            }
            return c;
        }

        private CharSet bracketed() {
            boolean inverted = in.take("^");
            BitSet members = new BitSet();
            boolean others = false;
            while (!in.take("]")) {
                if (in.atEnd()) {
                    throw blame.invalid("a character class is not closed");
                }
                char c = in.next();
                if (c == '\\') {
                    CharSet set = escaped();
                    members.or(set.ascii);
                    others |= set.others;
                } else if (in.peek() == '-' && c < ASCII) {
                    range(c, members);
                } else {
                    members.set(ascii(c));
                }
            }
            CharSet set = new CharSet(members, others);
            return inverted ? not(set) : set;
        }

        /** After the first character of what may be a range; a minus before the bracket is itself. */
        private void range(char first, BitSet members) {
            in.next();
            if (in.peek() == ']') {
                members.set(first);
                members.set('-');
                return;
            }
            char last = ascii(in.next());
            if (last < first) {
                throw blame.invalid("a range of a character class is upside down");
            }
            members.set(first, last + 1);
        }

        private char ascii(char c) {
            if (c >= ASCII) {
                throw blame.invalid("multi-byte characters are not supported in a regular expression");
            }
            return c;
        }

        private CharSet escaped() {
            char c = in.next();
            return switch (c) {
                case 'd' -> digits();
                case 'D' -> not(digits());
                case 's' -> spaces();
                case 'S' -> not(spaces());
                case 'w' -> words();
                case 'W' -> not(words());
                case 'x' -> one((char) hex());
                default -> {
                    if (c == PatternReader.END || Character.isLetterOrDigit(c)) {
                        throw blame.invalid("unsupported escape in a regular expression");
                    }
                    yield one(ascii(c));
                }
            };
        }

        private int hex() {
            int high = Character.digit(in.next(), 16);
            int low = Character.digit(in.next(), 16);
            if (high < 0 || low < 0 || high >= 8) {
                throw blame.invalid("\\x needs two hexadecimal digits of an ASCII character");
            }
            return high * 16 + low;
        }

        private static CharSet one(char c) {
            BitSet set = new BitSet();
            set.set(c);
            return new CharSet(set, false);
        }

        private static CharSet not(CharSet set) {
            BitSet inverted = (BitSet) set.ascii.clone();
            inverted.flip(0, ASCII);
            return new CharSet(inverted, !set.others);
        }

        private static CharSet digits() {
            BitSet set = new BitSet();
            set.set('0', '9' + 1);
            return new CharSet(set, false);
        }

        private static CharSet spaces() {
            BitSet set = new BitSet();
            " \t\n\r\f".chars().forEach(set::set);
            set.set(0x0B);
            return new CharSet(set, false);
        }

        private static CharSet words() {
            BitSet set = digits().ascii;
            set.set('a', 'z' + 1);
            set.set('A', 'Z' + 1);
            set.set('_');
            return new CharSet(set, false);
        }
    }
}
