package dev.hearth.neighbours.templates;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/** The functions that make, take apart and count lists. */
final class Lists {

    private Lists() {}

    static Object join(List<Object> parts, Resolver values) {
        Object list = parts.size() == 2 ? values.resolve(parts.get(1)) : null;
        if (list instanceof Unknown) {
            return list;
        }
        Object delimiter = parts.size() == 2 ? values.resolve(parts.get(0)) : null;
        if (!(list instanceof Collection<?> each) || delimiter == null || delimiter instanceof Collection) {
            throw TemplateFault.error("every Fn::Join object requires two parameters, (1) a string delimiter and (2) a"
                    + " list of strings to be joined or a function that returns a list of strings (such as"
                    + " Fn::GetAZs) to be joined.");
        }
        StringBuilder joined = new StringBuilder();
        boolean first = true;
        for (Object one : each) {
            if (one instanceof Unknown) {
                return one;
            }
            if (one instanceof Map || one instanceof Collection) {
                throw TemplateFault.error("every value of a Fn::Join list must be a string");
            }
            joined.append(first ? "" : Tree.text(delimiter)).append(Tree.text(one));
            first = false;
        }
        return joined.toString();
    }

    static Object select(List<Object> parts, Resolver values) {
        if (parts.size() != 2) {
            throw TemplateFault.error(
                    "Fn::Select requires a list argument with two elements: an integer index and a" + " list");
        }
        Object list = values.resolve(parts.get(1));
        if (list instanceof Unknown) {
            return list;
        }
        List<Object> elements = Tree.list(list);
        String index = Tree.text(values.resolve(parts.get(0)));
        int at = Pattern.matches("[0-9]{1,6}", index) ? Integer.parseInt(index) : -1;
        if (at < 0 || at >= elements.size()) {
            throw TemplateFault.error("Fn::Select cannot select nonexistent value at index " + index);
        }
        return elements.get(at);
    }

    static Object split(List<Object> parts, Resolver values) {
        Object text = parts.size() == 2 ? values.resolve(parts.get(1)) : null;
        if (text instanceof Unknown) {
            return text;
        }
        if (text == null
                || text instanceof Collection
                || text instanceof Map
                || !(parts.getFirst() instanceof String delimiter)) {
            throw TemplateFault.error("every Fn::Split object requires two parameters, (1) a string delimiter and (2) a"
                    + " string to be split or a function that returns a string to be split.");
        }
        return new ArrayList<Object>(Arrays.asList(Tree.text(text).split(Pattern.quote(delimiter), -1)));
    }

    static Object length(Object argument, Resolver values) {
        Object list = values.resolve(argument);
        if (list instanceof Unknown) {
            return list;
        }
        if (!(list instanceof Collection<?> elements)) {
            throw TemplateFault.error("Fn::Length requires an array");
        }
        return (long) elements.size();
    }

    static Object cidr(List<Object> parts, Resolver values) {
        if (parts.size() < 2 || parts.size() > 3) {
            throw TemplateFault.error("every Fn::Cidr object requires two required parameters, (1) ipBlock and (2)"
                    + " count, and one optional parameter, (3) cidrBits");
        }
        Object block = values.resolve(parts.get(0));
        if (block instanceof Unknown) {
            return block;
        }
        String count = Tree.text(values.resolve(parts.get(1)));
        String bits = parts.size() == 3 ? Tree.text(values.resolve(parts.get(2))) : "8";
        return new ArrayList<Object>(Cidr.split(Tree.text(block), count, bits));
    }
}
