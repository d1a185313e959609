package dev.hearth.neighbours.templates;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.api.lowlevel.Parse;
import org.snakeyaml.engine.v2.events.CollectionEndEvent;
import org.snakeyaml.engine.v2.events.CollectionStartEvent;
import org.snakeyaml.engine.v2.events.Event;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.AnchorNode;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;
import org.snakeyaml.engine.v2.nodes.Tag;
import org.snakeyaml.engine.v2.schema.CoreSchema;

/** A YAML text as a tree, with the short forms of CloudFormation's functions made long. */
final class YamlTree {

    /** Nodes that a text may stand for, aliases counted as what they repeat. */
    private static final int MAX_NODES = 200_000;

    private static final int MAX_ALIASES = 1_000;

    /** A leading zero is a text's: account ids have them. */
    private static final Pattern WHOLE = Pattern.compile("[-+]?(0|[1-9][0-9]{0,17})");

    private static final Pattern REAL = Pattern.compile("[-+]?[0-9]*\\.?[0-9]+([eE][-+]?[0-9]{1,3})?|[-+]?[0-9]+\\.");

    private int nodes;

    private YamlTree() {}

    /** The tree that {@code text} is; a {@code null} is refused with its place. */
    static Object read(String text) {
        LoadSettings settings = LoadSettings.builder()
                .setSchema(new CoreSchema())
                .setAllowDuplicateKeys(true)
                .setMaxAliasesForCollections(MAX_ALIASES)
                .setCodePointLimit(TemplateLimits.BODY_BYTES)
                .build();
        Optional<Node> root;
        try {
            requireShallow(settings, text);
            root = new Compose(settings).composeString(text);
        } catch (MarkedYamlEngineException wrong) {
            throw TemplateFault.format("YAML not well-formed."
                    + wrong.getProblemMark()
                            .map(mark -> " (line " + (mark.getLine() + 1) + ", column " + (mark.getColumn() + 1) + ")")
                            .orElse(""));
        } catch (YamlEngineException wrong) {
            throw TemplateFault.format("YAML not well-formed.");
        }
        if (root.isEmpty()) {
            throw TemplateFault.format("unsupported structure.");
        }
        return new YamlTree().value(root.get(), "", 0);
    }

    /** Composing goes as deep as the text does: a look at its events does not. */
    private static void requireShallow(LoadSettings settings, String text) {
        int depth = 0;
        for (Event event : new Parse(settings).parseString(text)) {
            if (event instanceof CollectionStartEvent && ++depth > Tree.MAX_DEPTH) {
                throw TemplateFault.format("the template is too large or too deep.");
            }
            depth -= event instanceof CollectionEndEvent ? 1 : 0;
        }
    }

    private Object value(Node node, String path, int depth) {
        if (++nodes > MAX_NODES || depth > Tree.MAX_DEPTH) {
            throw TemplateFault.format("the template is too large or too deep.");
        }
        String tag = node.getTag().getValue();
        // The schema has a tag of its own for a plain ${...}.
        boolean shortForm =
                tag.startsWith("!") && tag.length() > 1 && !node.getTag().equals(Tag.ENV_TAG);
        Object plain = switch (node) {
            case ScalarNode scalar -> shortForm ? scalar.getValue() : scalar(scalar, path);
            case SequenceNode sequence -> list(sequence, path, depth);
            case MappingNode mapping -> map(mapping, path, depth);
            case AnchorNode anchor -> value(anchor.getRealNode(), path, depth + 1);
            default -> throw TemplateFault.format("unsupported structure.");
        };
        return shortForm ? function(tag.substring(1), plain) : plain;
    }

    private static Object function(String name, Object argument) {
        // Transforms may change what they are given a copy of: nothing in a tree is fixed.
        Map<String, Object> call = new LinkedHashMap<>();
        switch (name) {
            case "Ref", "Condition" -> call.put(name, argument);
            case "GetAtt" -> call.put("Fn::GetAtt", argument instanceof String text ? path(text) : argument);
            default -> call.put(name.startsWith("Fn::") ? name : "Fn::" + name, argument);
        }
        return call;
    }

    /** {@code Resource.Attribute.Part} is a resource and an attribute. */
    private static List<Object> path(String text) {
        int dot = text.indexOf('.');
        List<Object> parts = new ArrayList<>();
        parts.add(dot < 0 ? text : text.substring(0, dot));
        if (dot >= 0) {
            parts.add(text.substring(dot + 1));
        }
        return parts;
    }

    private List<Object> list(SequenceNode sequence, String path, int depth) {
        List<Object> list = new ArrayList<>();
        for (Node element : sequence.getValue()) {
            list.add(value(element, path + "/" + list.size(), depth + 1));
        }
        return list;
    }

    private Map<String, Object> map(MappingNode mapping, String path, int depth) {
        Map<String, Object> map = new LinkedHashMap<>();
        for (NodeTuple entry : mapping.getValue()) {
            if (!(entry.getKeyNode() instanceof ScalarNode key)) {
                throw TemplateFault.format("YAML not well-formed. A key must be a text.");
            }
            map.put(key.getValue(), value(entry.getValueNode(), path + "/" + key.getValue(), depth + 1));
        }
        return map;
    }

    private static Object scalar(ScalarNode scalar, String path) {
        String text = scalar.getValue();
        Object value = known(scalar.getTag(), text);
        if (value == null) {
            throw TemplateFault.format("[" + path + "] 'null' values are not allowed in templates");
        }
        return value;
    }

    private static @Nullable Object known(Tag tag, String text) {
        if (tag.equals(Tag.NULL)) {
            return null;
        }
        if (tag.equals(Tag.BOOL)) {
            return Boolean.valueOf(text);
        }
        if (tag.equals(Tag.INT) && WHOLE.matcher(text).matches()) {
            return Long.valueOf(text);
        }
        return tag.equals(Tag.FLOAT) && REAL.matcher(text).matches() ? new BigDecimal(text) : text;
    }
}
