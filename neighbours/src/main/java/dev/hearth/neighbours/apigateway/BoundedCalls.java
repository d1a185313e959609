package dev.hearth.neighbours.apigateway;

import dev.hearth.core.WatchedText;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.util.Iterator;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import org.apache.velocity.util.introspection.Info;
import org.apache.velocity.util.introspection.Uberspect;
import org.apache.velocity.util.introspection.VelMethod;
import org.apache.velocity.util.introspection.VelPropertyGet;
import org.apache.velocity.util.introspection.VelPropertySet;
import org.jspecify.annotations.Nullable;

/**
 * The methods that a template may call, each within the rendering's {@link TemplateWork}. Of texts and large numbers it
 * has those alone whose work can be told beforehand; a regular expression looks at a text that counts the looks.
 */
record BoundedCalls(Uberspect calls) implements Uberspect {

    private static final Set<String> OF_TEXTS = Set.of(
            "charAt",
            "codePointAt",
            "compareTo",
            "compareToIgnoreCase",
            "concat",
            "contains",
            "contentEquals",
            "endsWith",
            "equals",
            "equalsIgnoreCase",
            "getBytes",
            "hashCode",
            "indexOf",
            "isBlank",
            "isEmpty",
            "lastIndexOf",
            "length",
            "matches",
            "regionMatches",
            "repeat",
            "replace",
            "replaceAll",
            "replaceFirst",
            "split",
            "startsWith",
            "strip",
            "stripLeading",
            "stripTrailing",
            "subSequence",
            "substring",
            "toCharArray",
            "toLowerCase",
            "toString",
            "toUpperCase",
            "trim",
            "valueOf");

    private static final Set<String> OF_LARGE_NUMBERS = Set.of(
            "abs",
            "compareTo",
            "doubleValue",
            "equals",
            "floatValue",
            "hashCode",
            "intValue",
            "longValue",
            "negate",
            "signum",
            "toString");

    /** Of anything: what makes memory from a number alone, and what goes on by itself. */
    private static final Set<String> OF_NOTHING = Set.of(
            "ensureCapacity",
            "newHashMap",
            "newHashSet",
            "newLinkedHashMap",
            "newLinkedHashSet",
            "stream",
            "parallelStream",
            "spliterator",
            "wait");

    @Override
    public void init() {
        calls.init();
    }

    @Override
    public Iterator<?> getIterator(Object of, Info where) {
        return calls.getIterator(of, where);
    }

    @Override
    public @Nullable VelMethod getMethod(Object of, String name, Object[] arguments, Info where) {
        boolean denied = OF_NOTHING.contains(name)
                || of instanceof CharSequence && !OF_TEXTS.contains(name)
                || (of instanceof java.math.BigInteger || of instanceof java.math.BigDecimal)
                        && !OF_LARGE_NUMBERS.contains(name);
        VelMethod method = denied ? null : calls.getMethod(of, name, arguments, where);
        return method == null ? null : new Charged(method);
    }

    @Override
    public VelPropertyGet getPropertyGet(Object of, String name, Info where) {
        return calls.getPropertyGet(of, name, where);
    }

    @Override
    public VelPropertySet getPropertySet(Object of, String name, Object value, Info where) {
        return calls.getPropertySet(of, name, value, where);
    }

    /** A method whose calls are charged. */
    private record Charged(VelMethod method) implements VelMethod {

        @Override
        public @Nullable Object invoke(Object of, @Nullable Object[] arguments)
                throws IllegalAccessException, InvocationTargetException {
            TemplateWork work = TemplateWork.CURRENT.get();
            work.charge(of);
            for (Object argument : arguments) {
                work.charge(argument);
            }
            Object result = of instanceof String text ? ofText(work, text, arguments) : null;
            if (result == null) {
                result = method.invoke(of, arguments);
            }
            if (result instanceof String made) {
                work.make(made.length());
            }
            return result;
        }

        /** What could take or make more than its text's length; null for what is called as it is. */
        private @Nullable Object ofText(TemplateWork work, String text, @Nullable Object[] given) {
            try {
                return switch (method.getMethodName()) {
                    case "matches" ->
                        Pattern.compile(String.valueOf(given[0]))
                                .matcher(counted(work, text))
                                .matches();
                    case "replaceAll" -> replaced(work, text, given, true);
                    case "replaceFirst" -> replaced(work, text, given, false);
                    case "split" -> split(work, text, given);
                    case "repeat" -> {
                        work.make((long) text.length() * ((Number) given[0]).longValue());
                        yield null;
                    }
                    case "replace" -> {
                        work.make(text.length() + (text.length() + 1L) * longest(text, given));
                        yield null;
                    }
                    default -> null;
                };
            } catch (PatternSyntaxException | StackOverflowError | IndexOutOfBoundsException broken) {
                throw new Templates.BrokenTemplate(String.valueOf(broken.getMessage()));
            }
        }

        /** By how much each character's place could grow: nothing where the text to replace is not there. */
        private static long longest(String text, @Nullable Object[] given) {
            return text.contains(String.valueOf(given[0]))
                    ? String.valueOf(given[1]).length()
                    : 0;
        }

        private static String replaced(TemplateWork work, String text, @Nullable Object[] given, boolean all) {
            java.util.regex.Matcher matcher =
                    Pattern.compile(String.valueOf(given[0])).matcher(counted(work, text));
            StringBuilder out = new StringBuilder();
            while (matcher.find()) {
                matcher.appendReplacement(out, String.valueOf(given[1]));
                if (out.length() > ApiLimits.RENDERED_CHARS) {
                    throw new Templates.BrokenTemplate("the template makes too long a text");
                }
                if (!all) {
                    break;
                }
            }
            return matcher.appendTail(out).toString();
        }

        private static String[] split(TemplateWork work, String text, @Nullable Object[] given) {
            int limit = given.length > 1 ? ((Number) java.util.Objects.requireNonNull(given[1])).intValue() : 0;
            return Pattern.compile(String.valueOf(given[0])).split(counted(work, text), limit);
        }

        private static CharSequence counted(TemplateWork work, String text) {
            return new WatchedText(text, () -> work.charge(1));
        }

        @Override
        public boolean isCacheable() {
            return method.isCacheable();
        }

        @Override
        public String getMethodName() {
            return method.getMethodName();
        }

        @Override
        public Method getMethod() {
            return method.getMethod();
        }

        @Override
        public Class<?> getReturnType() {
            return method.getReturnType();
        }
    }
}
