package dev.hearth.neighbours.s3;

import java.io.StringReader;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;

/**
 * An element of one of S3's documents, without namespaces: what a bucket's owner says is XML, comes back as XML, and is
 * kept as XML.
 *
 * @param name local name
 * @param attributes by their names as they are written
 * @param text of the element itself; empty when it has children
 */
public record Element(String name, Map<String, String> attributes, List<Element> children, String text) {

    /** S3's namespace. */
    public static final String NAMESPACE = "http://s3.amazonaws.com/doc/2006-03-01/";

    /** How deep a document may be. */
    private static final int MAX_DEPTH = 32;

    /** What stands for an element that is not there. */
    private static final Element NONE = new Element("", Map.of(), List.of(), "");

    public Element {
        attributes = Map.copyOf(attributes);
        children = List.copyOf(children);
    }

    /** Reads a document; MalformedXML when it is none. DTDs are not read. */
    public static Element parse(String document) {
        try {
            XMLInputFactory factory = XMLInputFactory.newDefaultFactory();
            factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
            factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
            factory.setProperty(XMLInputFactory.IS_COALESCING, true);
            return read(factory.createXMLStreamReader(new StringReader(document)));
        } catch (XMLStreamException | IllegalArgumentException malformed) {
            throw S3Error.MALFORMED_XML.thrown();
        }
    }

    private static Element read(XMLStreamReader xml) throws XMLStreamException {
        Deque<Builder> open = new ArrayDeque<>();
        while (xml.hasNext()) {
            switch (xml.next()) {
                case XMLStreamConstants.START_ELEMENT -> {
                    if (open.size() == MAX_DEPTH) {
                        throw S3Error.MALFORMED_XML.thrown();
                    }
                    open.push(start(xml));
                }
                case XMLStreamConstants.CHARACTERS, XMLStreamConstants.CDATA -> {
                    if (!open.isEmpty()) {
                        open.getFirst().text.append(xml.getText());
                    }
                }
                case XMLStreamConstants.END_ELEMENT -> {
                    Element done = open.pop().build();
                    if (open.isEmpty()) {
                        return done;
                    }
                    open.getFirst().add(done);
                }
                default -> {
                    // Comments and processing instructions say nothing.
                }
            }
        }
        throw S3Error.MALFORMED_XML.thrown();
    }

    private static Builder start(XMLStreamReader xml) {
        Builder builder = named(xml.getLocalName());
        for (int i = 0; i < xml.getAttributeCount(); i++) {
            String prefix = xml.getAttributePrefix(i);
            String name = xml.getAttributeLocalName(i);
            builder.attribute(
                    prefix == null || prefix.isEmpty() ? name : prefix + ":" + name, xml.getAttributeValue(i));
        }
        return builder;
    }

    public static Builder named(String name) {
        return new Builder(name);
    }

    /** The first child of that name; an empty element when there is none. */
    public Element child(String name) {
        for (Element child : children) {
            if (child.name.equals(name)) {
                return child;
            }
        }
        return NONE;
    }

    public boolean has(String name) {
        return child(name) != NONE;
    }

    public List<Element> children(String name) {
        return children.stream().filter(child -> child.name.equals(name)).toList();
    }

    /** The text of the first child of that name; empty when there is none. */
    public String text(String name) {
        return child(name).text;
    }

    /** The document, without a declaration. */
    public String write() {
        StringBuilder xml = new StringBuilder();
        write(xml, "");
        return xml.toString();
    }

    /** The document with its declaration, in S3's namespace. */
    public String document() {
        StringBuilder xml = new StringBuilder("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n");
        write(xml, NAMESPACE);
        return xml.toString();
    }

    private void write(StringBuilder xml, String namespace) {
        xml.append('<').append(name);
        if (!namespace.isEmpty()) {
            xml.append(" xmlns=\"").append(namespace).append('"');
        }
        if (attributes.keySet().stream().anyMatch(attribute -> attribute.startsWith("xsi:"))) {
            xml.append(" xmlns:xsi=\"http://www.w3.org/2001/XMLSchema-instance\"");
        }
        attributes.forEach((key, value) -> {
            xml.append(' ').append(key).append("=\"");
            escape(xml, value);
            xml.append('"');
        });
        if (children.isEmpty() && text.isEmpty()) {
            xml.append("/>");
            return;
        }
        xml.append('>');
        escape(xml, text);
        children.forEach(child -> child.write(xml, ""));
        xml.append("</").append(name).append('>');
    }

    private static void escape(StringBuilder xml, String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            switch (c) {
                case '<' -> xml.append("&lt;");
                case '>' -> xml.append("&gt;");
                case '&' -> xml.append("&amp;");
                case '"' -> xml.append("&quot;");
                case '\r' -> xml.append("&#xD;");
                case '\n' -> xml.append('\n');
                case '\t' -> xml.append('\t');
                // AWS writes what XML 1.0 cannot carry as references all the same.
                default -> {
                    if (c < ' ' || c == 0xFFFE || c == 0xFFFF) {
                        xml.append("&#x").append(Integer.toHexString(c)).append(';');
                    } else {
                        xml.append(c);
                    }
                }
            }
        }
    }

    /** An element as it is made. */
    public record Builder(String name, Map<String, String> attributes, List<Element> children, StringBuilder text) {

        private Builder(String name) {
            this(name, new LinkedHashMap<>(), new ArrayList<>(), new StringBuilder());
        }

        public Builder attribute(String key, String value) {
            attributes.put(key, value);
            return this;
        }

        public Builder add(Element child) {
            children.add(child);
            return this;
        }

        /** A child with nothing but text. */
        public Builder leaf(String child, Object value) {
            return add(new Element(child, Map.of(), List.of(), value.toString()));
        }

        /** The same when {@code wanted}. */
        public Builder leafIf(boolean wanted, String child, Object value) {
            return wanted ? leaf(child, value) : this;
        }

        public Element build() {
            // Between children there is only white space.
            return new Element(name, attributes, children, children.isEmpty() ? text.toString() : "");
        }
    }
}
