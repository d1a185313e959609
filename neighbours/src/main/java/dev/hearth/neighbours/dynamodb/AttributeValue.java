package dev.hearth.neighbours.dynamodb;

import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;

/** A value of an item's attribute, in one of DynamoDB's ten types. */
public sealed interface AttributeValue {

    /** Text. */
    record S(String value) implements AttributeValue {

        @Override
        public String type() {
            return "S";
        }
    }

    /**
     * A number.
     *
     * @param value in the one form that {@link Numbers#canonical} gives it, so that equal numbers are equal text
     */
    record N(String value) implements AttributeValue {

        @Override
        public String type() {
            return "N";
        }
    }

    /** Bytes. */
    record B(byte[] value) implements AttributeValue {

        @Override
        public String type() {
            return "B";
        }

        @Override
        public boolean equals(Object other) {
            return other instanceof B(byte[] its) && Arrays.equals(value, its);
        }

        @Override
        public int hashCode() {
            return Arrays.hashCode(value);
        }
    }

    /** True or false. */
    record Bool(boolean value) implements AttributeValue {

        @Override
        public String type() {
            return "BOOL";
        }
    }

    /** Nothing, said explicitly. */
    record Null() implements AttributeValue {

        @Override
        public String type() {
            return "NULL";
        }
    }

    /** A set of texts, in the order in which they were given. */
    record Ss(List<String> values) implements AttributeValue {

        @Override
        public String type() {
            return "SS";
        }

        @Override
        public boolean equals(Object other) {
            return other instanceof Ss(List<String> its) && sameSet(values, its);
        }

        @Override
        public int hashCode() {
            return new HashSet<>(values).hashCode();
        }
    }

    /** A set of canonical numbers. */
    record Ns(List<String> values) implements AttributeValue {

        @Override
        public String type() {
            return "NS";
        }

        @Override
        public boolean equals(Object other) {
            return other instanceof Ns(List<String> its) && sameSet(values, its);
        }

        @Override
        public int hashCode() {
            return new HashSet<>(values).hashCode();
        }
    }

    /** A set of bytes. */
    record Bs(List<B> values) implements AttributeValue {

        @Override
        public String type() {
            return "BS";
        }

        @Override
        public boolean equals(Object other) {
            return other instanceof Bs(List<B> its) && sameSet(values, its);
        }

        @Override
        public int hashCode() {
            return new HashSet<>(values).hashCode();
        }
    }

    /** A list. */
    record L(List<AttributeValue> values) implements AttributeValue {

        @Override
        public String type() {
            return "L";
        }
    }

    /** A map; an item is one, too. */
    record M(Map<String, AttributeValue> values) implements AttributeValue {

        @Override
        public String type() {
            return "M";
        }
    }

    /** The type's name in AWS's API. */
    String type();

    private static boolean sameSet(List<?> one, List<?> other) {
        return one.size() == other.size() && new HashSet<>(one).equals(new HashSet<>(other));
    }
}
